import { parseArgs } from 'node:util';
import { contest } from './contest.ts';
import { handWritten, inOnePass, ours, overTexts } from './contestant.ts';
import { growth } from './growth.ts';
import { raceOperations } from './operations.ts';
import { fillOurs, openOurs } from './ours.ts';
import { printRepetition } from './repetition.ts';
import { openRows } from './rows.ts';
import { openTexts } from './texts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '5' },
    texts: { type: 'boolean' },
    'no-one-pass': { type: 'boolean' },
    growth: { type: 'string' },
    repetition: { type: 'boolean' },
  },
});
const flows = Number(positionals[0] ?? 5) * 1_000_000;
const times = Number(values.times);
const sizes = values.growth?.split(',').map(Number);
if (!(flows > 0) || !(times > 0) || sizes?.some((size) => !(size > 0))) {
  throw new Error(
    'usage: node bench/main.ts [millions of flows, 5] [--times 5] [--texts] [--no-one-pass]\n' +
      '   or: node bench/main.ts --growth 5,20,100 [--times 5]\n' +
      '   or: node bench/main.ts [millions of flows, 5] --repetition',
  );
}

if (sizes) await growth(sizes, times);
else if (values.repetition) await tellRepetition();
else await tellContest();

async function tellContest(): Promise<void> {
  const store = await openOurs(await fillOurs(flows));
  const rows = await openRows(flows);
  const texts = values.texts ? await openTexts(flows, rows) : undefined;
  const others = values['no-one-pass'] ? [] : [inOnePass(rows)];
  if (texts) others.push(overTexts(texts));
  console.log(`${flows / 1_000_000} M flows over seven days; milliseconds, median of ${times}:\n`);
  await contest({ ours: ours(store), hand: handWritten(rows), others }, times);
  console.log('\nThe other operations:\n');
  await raceOperations(store, rows, times);
  texts?.close();
  rows.close();
  await store.close();
}

async function tellRepetition(): Promise<void> {
  const rows = await openRows(flows);
  await printRepetition(rows);
  rows.close();
}
