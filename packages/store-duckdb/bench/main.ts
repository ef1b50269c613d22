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
  options: {
    times: { type: 'string', default: '5' },
    'no-texts': { type: 'boolean' },
    'no-one-pass': { type: 'boolean' },
  },
});
const millions = Number(positionals[0] ?? 5);
const times = Number(values.times);
if (!(millions > 0) || !(times > 0)) {
  throw new Error(
    'usage: node bench/main.ts [millions of flows, 5] [--times 5] [--no-texts] [--no-one-pass]',
  );
}

/** What takes longer than this isn't asked again: milliseconds. */
const patience = 3000;

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

const onePassToo = !values['no-one-pass'];
const contestants = [
  plain('numbers', rows, numbers, twoStatements),
  plain('numbers, sets', rows, numbers, groupingSets),
];
if (onePassToo) contestants.push(plain('numbers, one pass', rows, numbers, onePass));
if (!values['no-texts']) {
  const bench = await openTexts(flows, rows);
  contestants.unshift(plain('texts', bench, texts, twoStatements));
  if (onePassToo) contestants.push(plain('texts, one pass', bench, texts, onePass));
}

for (const [window, span] of Object.entries(windows)) {
  console.log(
    `\n${window}: milliseconds, median of ${times}, or the first when that took over 3 s`,
  );
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
  const first: Answer[] = [];
  for (const { answer } of contestants) {
    const start = performance.now();
    const given = await answer(question);
    const took = performance.now() - start;
    if (took > patience) spent[first.length]!.push(took);
    first.push(given);
  }
  for (const [place, { name }] of contestants.entries()) {
    if (sumsOf(first[place]!) !== sumsOf(first[0]!)) {
      throw new Error(`${name} has other groups for ${JSON.stringify(question)}`);
    }
    // One pass tells the details in another form.
    const [told, expected] = [detailsOf(first[place]!), detailsOf(first[0]!)];
    if (told && expected && told !== expected) {
      throw new Error(`${name} has other details for ${JSON.stringify(question)}`);
    }
  }
  const patient = contestants.filter((_, place) => spent[place]!.length === 0);
  for (let time = 0; time < times; time++) {
    for (const contestant of patient) {
      const start = performance.now();
      await contestant.answer(question);
      spent[contestants.indexOf(contestant)]!.push(performance.now() - start);
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
