import { findLineInside } from './envelopes/line-inside.ts';
import { StoreError } from './errors.ts';
import { findFormat, writtenLines } from './find-format.ts';
import type { LogFormat } from './format.ts';
import { logFormats } from './formats/index.ts';
import { logOfOthersFlows, type LogWithoutFlows, logWithoutFlows } from './log-without-flows.ts';

/**
 * The format of a log, told by its first lines: the first of them that bears the mark of one decides.
 * Where none does, they are looked for in the envelopes that are known.
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
  const written = writtenLines(lines);
  const found = findFormat(lines, formats);
  const other =
    found === undefined ? logWithoutFlows(name, written) : logOfOthersFlows(name, written);
  if (other) throw withoutFlows(name, other);
  if (found !== undefined) return found;
  const first = written[0] ?? '';
  const unknown =
    `${name.replaceAll('\n', '\\n')} is of no format that is understood. None of it was ingested. Its first line is\n` +
    `  ${first.length > 70 ? `${first.slice(0, 70)}…` : first}\n`;
  const hint = hintAbout(written, formats);
  if (hint !== undefined) throw new StoreError('SOURCE_FORMAT', unknown + hint);
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
    `${unknown}and expected was one of\n${listed.join('\n')}\n` +
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

/** What lines of no format seem to be, and what to do; nothing when they look like none. */
function hintAbout(lines: readonly string[], formats: readonly LogFormat[]): string | undefined {
  const inside = findLineInside(lines, (line) => findFormat([line], formats, 0));
  if (inside) {
    const { format, where, advice } = inside;
    return `A line of another log is inside, ${where}: ${format.title}.\n${advice}`;
  }
  const line = lines[0] ?? '';
  if (/(?:^| )[0-9]{10}\.[0-9]{6}\t\S+\t/.test(line)) {
    return 'It looks like columns of Zeek that have lost their header, which names them.\nPut the lines that begin with # of the original log before them, #fields among them.';
  }
  if (/ (ACCEPT|REJECT)( |$)/.test(line) && line.split(' ').length >= 8) {
    return 'It looks like a VPC flow log with columns of its own that has lost its header.\nPut a line with the names of its columns before it, such as: srcaddr dstaddr …';
  }
  return undefined;
}
