import { parseArgs } from 'node:util';
import type { Bench } from './database.ts';
import {
  type Answer,
  groupingSets,
  numbers,
  onePass,
  type Spelling,
  texts,
  twoStatements,
} from './plain.ts';
import { items, type Question, usual, windows } from './question.ts';
import { repetition } from './repetition.ts';
import { openRows } from './rows.ts';
import { openTexts } from './texts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '5' }, 'no-texts': { type: 'boolean' } },
});
const millions = Number(positionals[0] ?? 5);
const times = Number(values.times);
if (!(millions > 0) || !(times > 0)) {
  throw new Error('usage: node bench/main.ts [millions of flows, 5] [--times 5] [--no-texts]');
}

/** Somebody who answers questions about the same flows. */
interface Contestant {
  name: string;
  bench: Bench;
  answer(question: Question): Promise<Answer>;
}

const flows = millions * 1_000_000;
const rows = await openRows(flows);
console.log(`${millions} million flows over seven days. How often the same comes again:`);
console.table(await repetition(rows));

const contestants = [
  plain('numbers', rows, numbers, twoStatements),
  plain('numbers, sets', rows, numbers, groupingSets),
  plain('numbers, one pass', rows, numbers, onePass),
];
if (!values['no-texts']) {
  const bench = await openTexts(flows, rows);
  contestants.unshift(
    plain('texts', bench, texts, twoStatements),
    plain('texts, one pass', bench, texts, onePass),
  );
}

for (const [window, span] of Object.entries(windows)) {
  console.log(`\n${window}: milliseconds, median of ${times}`);
  const table = [];
  for (const item of items) {
    table.push({ item, ...(await compare(usual(item, span))) });
  }
  console.table(table);
}
for (const { bench } of contestants) bench.close();

function plain(
  name: string,
  bench: Bench,
  spelling: Spelling,
  way: (bench: Bench, spelling: Spelling, question: Question) => Promise<Answer>,
): Contestant {
  return { name, bench, answer: (question) => way(bench, spelling, question) };
}

/** The contestants in turns, after a round to warm up that also holds their answers together. */
async function compare(question: Question): Promise<Record<string, number>> {
  const spent = contestants.map((): number[] => []);
  const answers = [];
  for (const { answer } of contestants) answers.push(await answer(question));
  for (const [place, { name }] of contestants.entries()) {
    if (sumsOf(answers[place]!) !== sumsOf(answers[0]!)) {
      throw new Error(`${name} has other groups for ${JSON.stringify(question)}`);
    }
    // One pass tells the details in another form.
    const [told, expected] = [detailsOf(answers[place]!), detailsOf(answers[0]!)];
    if (told && expected && told !== expected) {
      throw new Error(`${name} has other details for ${JSON.stringify(question)}`);
    }
  }
  for (let time = 0; time < times; time++) {
    for (const [place, { answer }] of contestants.entries()) {
      const start = performance.now();
      await answer(question);
      spent[place]!.push(performance.now() - start);
    }
  }
  return Object.fromEntries(
    contestants.map(({ name }, place) => [name, Math.round(median(spent[place]!))]),
  );
}

/** The groups without their keys, which contestants spell differently. */
function sumsOf({ groups }: Answer): string {
  const sums = ['sessions', 'request_byte', 'response_byte', 'last_time', 'total'];
  return groups.map((group) => sums.map((sum) => String(group[sum])).join()).join('\n');
}

/** How much of what is said of the groups, without their keys. */
function detailsOf({ details }: Answer): string {
  return details
    .map(({ detail, place, measure }) => `${String(detail)} ${String(place)} ${String(measure)}`)
    .toSorted()
    .join('\n');
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
