import type { Labelled } from '../output/print-labelled.ts';
import { counted, formatBytes, formatCount } from '../output/quantity.ts';
import type { FileBeside } from './files-beside.ts';
import type { FileReport, Verdict } from './inspect-file.ts';
import type { SampleBounds } from './sample.ts';
import { guessText } from './summary-lines.ts';

/** What was found in folders. */
export interface Findings {
  reports: readonly FileReport[];
  /** Files that there are. */
  count: number;
  /** Bytes of all of them. */
  size: number;
  beside: readonly FileBeside[];
  bounds: SampleBounds;
}

/** Files that are named of a kind. */
const maxNamed = 5;

const verdicts: readonly (readonly [Verdict, string])[] = [
  ['log', 'with flows'],
  ['no flows', 'without a flow'],
  ['passed over', 'passed over'],
  ['empty', 'empty'],
  ['unknown', 'of no known format'],
  ['unreadable', 'not to be read'],
];

/** What is to be said of all files together. */
export function folderSummary(findings: Findings): Labelled[] {
  const { reports, count, size } = findings;
  const kinds = verdicts.flatMap(([verdict, words]) => {
    const files = reports.filter((report) => report.verdict === verdict).length;
    return files === 0 ? [] : [`${formatCount(files)} ${words}`];
  });
  const left = count - reports.length;
  return [
    [
      'files',
      `${formatCount(count)}, ${formatBytes(size)}${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`,
    ],
    ...(left > 0
      ? [['', `${counted(left, 'file')} not looked into: some of each kind of name were`] as const]
      : []),
    ...extentOf(findings),
    ...problemsOf(reports),
    ...guessesOf(reports),
    ...besideOf(findings.beside),
  ];
}

function extentOf({ reports, bounds }: Findings): Labelled[] {
  if (reports.every(({ read }) => read === undefined || read.isWhole)) return [];
  const [head, tail] = [formatBytes(bounds.head), formatBytes(bounds.tail)];
  return [
    [
      'read',
      `of each the first ${head} and, unless it is compressed, the last ${tail}; + is "at least"`,
    ],
  ];
}

/** Files that are no logs, or not as a whole. */
function problemsOf(reports: readonly FileReport[]): Labelled[] {
  const others = reports.filter(({ verdict }) => verdict === 'unknown' || verdict === 'unreadable');
  const rejected = reports.flatMap(({ path, summary }) => {
    const [reason] = summary?.reasons ?? [];
    if (reason === undefined) return [];
    const lines = counted(summary!.lines.rejected, 'line');
    return [`${path}: ${lines} rejected, such as line ${reason.line}: ${reason.reason}`];
  });
  const unread = alike(others, ({ what, advice, path }) =>
    advice === undefined ? what : advice.startsWith(path) ? advice : `${what}. ${advice}`,
  );
  return listed('problems', [...unread, ...rejected]);
}

function guessesOf(reports: readonly FileReport[]): Labelled[] {
  const guesses = reports.flatMap(({ summary }) => (summary?.flows ? summary.guesses : []));
  return listed('guessed', [...new Set(guesses.map(guessText))]);
}

/** Logs under other names come first: they may be meant to be ingested. */
function besideOf(beside: readonly FileBeside[]): Labelled[] {
  const sorted = beside.toSorted((one, other) => other.reason.length - one.reason.length);
  return listed(
    'beside',
    alike(sorted, ({ reason }) => reason),
  );
}

/** What is to be said of files, once of those of which it is the same. */
function alike<File extends { path: string }>(
  files: readonly File[],
  say: (file: File) => string,
): string[] {
  return [...Map.groupBy(files, say)].map(([said, same]) => {
    const names = same.slice(0, maxNamed).map(({ path }) => path);
    if (names.length === 1 && said.startsWith(names[0]!)) return said;
    const more = same.length - names.length;
    return `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}: ${said}`;
  });
}

/** Texts below one label, no more than a screen takes. */
function listed(label: string, texts: readonly string[]): Labelled[] {
  const shown = texts.slice(0, 2 * maxNamed);
  const more = texts.length - shown.length;
  return [
    ...shown.map((text, at) => [at === 0 ? label : '', text] as const),
    ...(more > 0 ? [['', `… and ${formatCount(more)} more`] as const] : []),
  ];
}
