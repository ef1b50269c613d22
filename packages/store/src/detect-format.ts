import { StoreError } from './errors.ts';
import type { LogFormat } from './format.ts';
import { logFormats } from './formats/index.ts';
import { columnsIn, type Parts, readJson, readPairs } from './reader/layout.ts';
import { linesMatching } from './reader/line-matcher.ts';

/**
 * The format of a log, told by its first lines: the first of them that bears the mark of one decides.
 *
 * @param name - what people call the log
 * @param lines - its first lines
 * @param formats - those that it may have
 * @throws {@link StoreError} `SOURCE_FORMAT` when none of them does
 */
export function detectFormat(
  name: string,
  lines: readonly string[],
  formats: readonly LogFormat[] = logFormats,
): LogFormat {
  const written = lines
    .map((line) => line.replace(/^\uFEFF|\r$/g, ''))
    .filter((line) => line.trim());
  const matching = new Map<RegExp, readonly boolean[]>();
  const matches = (pattern: RegExp, at: number) => {
    if (!matching.has(pattern)) matching.set(pattern, linesMatching(pattern, written));
    return matching.get(pattern)![at]!;
  };
  for (const [at, line] of written.entries()) {
    const found = formats.find(
      (format) =>
        (format.mark.matches === undefined || matches(format.mark.matches, at)) &&
        bearsMark(format, line),
    );
    if (found) return found;
  }
  const first = written[0] ?? '';
  const expected = formats.map(({ name: format, title, mark }) => ({
    name: format,
    title,
    mark: mark.says,
  }));
  const width = Math.max(...expected.map((format) => format.name.length));
  const listed = expected.map(
    (format) => `  ${format.name.padEnd(width)}  ${format.title}: ${format.mark}`,
  );
  throw new StoreError(
    'SOURCE_FORMAT',
    `${name.replaceAll('\n', '\\n')} is of no format that is understood. Nothing of it was ingested. Its first line is\n` +
      `  ${first.length > 70 ? `${first.slice(0, 70)}…` : first}\n` +
      `and expected was one of\n${listed.join('\n')}\n` +
      'If it is one of these and begins otherwise, name its format.',
    { details: { formats: expected } },
  );
}

/** Whether a line that matches the pattern of a mark, if it has one, has its keys, too. */
function bearsMark({ layout, mark }: LogFormat, line: string): boolean {
  const { has = [], lacks = [] } = mark;
  if (has.length + lacks.length === 0) return mark.matches !== undefined;
  if (layout.kind === 'columns') {
    const columns = columnsIn(layout, line) ?? [];
    return columns.length > 0 && has.every((key) => columns.includes(key));
  }
  if (layout.kind === 'text') return false;
  const parts: Parts = layout.kind === 'json' ? readJson(line) : readPairs(line);
  if ('reason' in parts) return false;
  const { get } = parts;
  return has.every((key) => get(key) !== undefined) && lacks.every((key) => get(key) === undefined);
}
