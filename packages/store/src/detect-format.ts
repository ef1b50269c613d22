import { StoreError } from './errors.ts';
import type { LogFormat } from './format.ts';
import { logFormats } from './formats/index.ts';
import { type LogWithoutFlows, logWithoutFlows } from './log-without-flows.ts';
import { columnsIn, type Parts, readJson, readPairs } from './reader/layout.ts';

/**
 * The format of a log, told by its first lines: the first of them that bears the mark of one decides.
 *
 * @param name - what people call the log
 * @param lines - its first lines
 * @param formats - those that it may have
 * @throws {@link StoreError} `SOURCE_FORMAT` when none of them does, `SOURCE_WITHOUT_FLOWS` when it is
 *   another log of a program that writes one of these formats
 */
export function detectFormat(
  name: string,
  lines: readonly string[],
  formats: readonly LogFormat[] = logFormats,
): LogFormat {
  const written = lines
    .map((line) => line.replace(/^\uFEFF|\r$/g, ''))
    .filter((line) => line.trim());
  for (const line of written) {
    const found = formats.find((format) => bearsMark(format, line));
    if (found) return found;
  }
  const other = logWithoutFlows(name, written);
  if (other) throw withoutFlows(name, other);
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

/** Says that a log has no flows, since its kind has none. */
export function withoutFlows(name: string, other: LogWithoutFlows): StoreError {
  const { program, log } = other;
  return new StoreError(
    'SOURCE_WITHOUT_FLOWS',
    `${name.replaceAll('\n', '\\n')} is the log ${log} of ${program}, which has no flows.`,
    { details: { withoutFlows: other } },
  );
}

function bearsMark({ layout, mark }: LogFormat, line: string): boolean {
  if (mark.matches && !mark.matches.test(line)) return false;
  const { has = [], lacks = [] } = mark;
  if (has.length + lacks.length === 0) return mark.matches !== undefined;
  if (layout.kind === 'columns') {
    const columns = columnsIn(layout, line) ?? [];
    return columns.length > 0 && has.every((key) => columns.includes(key));
  }
  // Most lines of other logs are told without reading them.
  if (layout.kind === 'json' && !/^\s*\{/.test(line)) return false;
  const parts: Parts = layout.kind === 'json' ? readJson(line) : readPairs(line);
  if ('reason' in parts) return false;
  const { get } = parts;
  return has.every((key) => get(key) !== undefined) && lacks.every((key) => get(key) === undefined);
}
