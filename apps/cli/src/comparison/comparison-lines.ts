import type { FlowItem } from '@cfw-flow/types';
import { type Measure, measures } from '../measure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import {
  columnsOf,
  type FittedTable,
  fittedTable,
  hiddenText,
  tableLines,
} from '../output/table.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import { groupName } from '../ranking/group-name.ts';
import {
  type ChangeKind,
  changeKinds,
  type ComparedGroup,
  type GroupComparison,
} from './comparison.ts';
import type { Comparison } from './ask-comparison.ts';
import { amountText, boundTexts, differenceText, factorText, kindCounts } from './change-texts.ts';

type Line = Piece[];

/** What the lines of an item are about, and how many there are. */
export interface ShownComparison {
  by: Measure;
  /** Columns of the terminal. */
  width: number;
  /** Maximum number of groups. */
  size: number;
  /** What became of the groups that are shown; all that changed when left out. */
  kinds?: readonly ChangeKind[] | undefined;
}

/** Both measures of all flows, now and before. */
export function totalLines(totals: Comparison['totals']): Line[] {
  const column = columnsOf(measures);
  const amount = (name: 'now' | 'before') => (measure: Measure) =>
    amountText(measure, totals[measure][name]);
  const [titles = '', ...lines] = tableLines(
    [
      column('', (measure) => measure),
      column('now', amount('now'), { align: 'right' }),
      column('before', amount('before'), { align: 'right' }),
      column('change', (measure) => differenceText(measure, totals[measure]), { align: 'right' }),
      column('factor', (measure) => factorText(totals[measure]), { align: 'right' }),
    ],
    Infinity,
  );
  return [[styled('bold', titles)], ...lines.map((line) => [line])];
}

/** The groups of an item that changed most, and how many there are of each kind. */
export function itemLines(
  item: FlowItem,
  { groups, atMost }: GroupComparison,
  { by, width, size, kinds }: ShownComparison,
): Line[] {
  const shown = chosenGroups(groups, kinds).slice(0, size);
  const bounds = boundTexts(atMost[by], by);
  const table =
    shown.length === 0
      ? { lines: [item], hidden: [] }
      : groupTable(item, shown, atMost[by], by, width - kindWidth);
  const captions = [kindCounts(groups), ...bounds, hiddenText(table) ?? []]
    .flat()
    .flatMap((text) => wrapTo(text, width).map((line): Line => [styled('dim', line)]));
  if (shown.length === 0) return [[styled('bold', item)], ...captions];
  return [
    ...table.lines.map((line, index): Line => {
      const group = shown[index - 1];
      if (group === undefined) return [styled('bold', `${'change'.padEnd(kindWidth)}${line}`)];
      return [styled(colors[group.change], group.change.padEnd(kindWidth)), line];
    }),
    ...captions,
  ];
}

/** The groups of some kinds; all that changed when there are none. */
export function chosenGroups(
  groups: readonly ComparedGroup[],
  kinds: readonly ChangeKind[] = changeKinds.filter((kind) => kind !== 'same'),
): ComparedGroup[] {
  return groups.filter(({ change }) => kinds.includes(change));
}

const kindWidth = 'entered'.length + 2;

const colors = {
  new: 'yellow',
  entered: 'yellow',
  up: 'cyan',
  down: 'magenta',
  gone: 'red',
  left: 'red',
  same: 'dim',
} as const satisfies Record<ChangeKind, string>;

/** Minimum width of the column of groups. */
const minGroup = 12;
/** Columns that are always there: the groups and what they have. */
const minColumns = 2;

function groupTable(
  item: FlowItem,
  groups: readonly ComparedGroup[],
  atMost: GroupComparison['atMost'][Measure],
  by: Measure,
  width: number,
): FittedTable {
  const column = columnsOf(groups);
  const other = by === 'sessions' ? 'bytes' : 'sessions';
  const amount = (window: 'now' | 'before') => (group: ComparedGroup) =>
    amountText(by, group[by][window], atMost[window]);
  const right = { align: 'right' } as const;
  return fittedTable(
    [
      column(item, (group) => escapeControlChars(groupName(group)), { minWidth: minGroup }),
      column(by, amount('now'), right),
      column('before', amount('before'), right),
      column('change', (group) => differenceText(by, group[by]), right),
      column('factor', (group) => factorText(group[by]), right),
      column(other, (group) => amountText(other, group[other].now), right),
      column('change', (group) => differenceText(other, group[other]), right),
    ],
    width,
    minColumns,
  );
}
