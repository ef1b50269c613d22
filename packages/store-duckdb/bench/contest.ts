import { compare, type Outcome } from './compare.ts';
import { type Contestant, warmUp } from './contestant.ts';
import { items } from './question.ts';
import { type Round, rounds } from './rounds.ts';
import { median } from './spread.ts';
import { numbers, startTable, words } from './table.ts';

/** Who takes part. */
export interface Contestants {
  ours: Contestant;
  /** Ways to write it by hand, of which the quicker one counts. */
  hand: readonly Contestant[];
  others: readonly Contestant[];
}

/** What came of one question: milliseconds of ours, and how many times as fast as by hand. */
interface Line {
  ours: number;
  ratio: number;
}

/** All rounds, a line for each question, and at the end how each round stands to its target. */
export async function contest(contestants: Contestants, times: number): Promise<void> {
  const { ours, hand, others } = contestants;
  for (const contestant of [ours, ...hand]) await warmUp(contestant);
  const print = startTable([
    words('window', 17),
    words('item', 15),
    numbers('ours', 6),
    numbers('hand', 6),
    numbers('×', 5),
    ...others.map(({ name }) => numbers(name, 8)),
  ]);
  const stands: [Round, Line[]][] = [];
  for (const round of rounds) {
    const asked = [ours, ...hand, ...others].filter(({ slow }) => !(slow && round.filtered));
    const lines: Line[] = [];
    for (const item of items) {
      const found = await compare(asked, round.question(item), times);
      if (!found) continue;
      const taken = found.get(ours)!;
      const byHand = quickest(hand.map((way) => found.get(way)!));
      const ratio = milliseconds(byHand) / milliseconds(taken);
      lines.push({ ours: milliseconds(taken), ratio });
      const told = [taken, byHand].map(spell);
      const rest = others.map((other) => spell(found.get(other)));
      print([round.title, item, ...told, spellRatio(ratio), ...rest]);
    }
    stands.push([round, lines]);
  }
  printStandings(stands);
}

function printStandings(stands: readonly [Round, Line[]][]): void {
  console.log('\nOver the items, milliseconds of ours, and how many times as fast as by hand:\n');
  const print = startTable([
    words('window', 17),
    numbers('median', 6),
    numbers('worst', 6),
    numbers('target'),
    numbers('× median'),
    numbers('× worst'),
    numbers('× target'),
    words('holds'),
  ]);
  for (const [{ title, target, ratio }, lines] of stands) {
    const times = lines.map(({ ours }) => ours);
    const ratios = lines.map((line) => line.ratio);
    const holds = median(times) <= target && median(ratios) >= (ratio ?? 0);
    print([
      title,
      spell(median(times)),
      spell(Math.max(...times)),
      target,
      spellRatio(median(ratios)),
      spellRatio(Math.min(...ratios)),
      ratio,
      holds ? 'yes' : 'no',
    ]);
  }
}

function quickest(outcomes: readonly Outcome[]): Outcome {
  return outcomes.toSorted((a, b) => milliseconds(a) - milliseconds(b))[0]!;
}

/** No answer takes for ever. */
function milliseconds(outcome: Outcome): number {
  return typeof outcome === 'number' ? outcome : Number.POSITIVE_INFINITY;
}

function spell(outcome: Outcome | undefined): string {
  if (typeof outcome !== 'number') return outcome ?? '';
  return outcome < 10 ? outcome.toFixed(1) : outcome.toFixed(0);
}

/** Nothing when one of both had no answer. */
function spellRatio(ratio: number): string {
  return Number.isFinite(ratio) ? ratio.toFixed(1) : '';
}
