import type { Envelope } from './envelopes/envelope.ts';
import { knownEnvelopes } from './envelopes/known-envelopes.ts';
import { mayHold, unwrapperOf } from './envelopes/unwrapper.ts';
import type { FormatMark, Layout, LogFormat } from './format.ts';
import { logFormats } from './formats/index.ts';
import { columnsIn, layoutAfter, type Parts, readJson, readPairs } from './reader/layout.ts';
import { linesMatching } from './reader/line-matcher.ts';

/** Envelopes that may lie within each other. */
const maxEnvelopes = 4;

/** Bytes that are looked into for envelopes. */
const lookedInto = 64 * 1024;

/** Patterns of formats that are declared here: no line keeps them long. */
const ownPatterns = new Set(logFormats.map(({ mark }) => mark.matches));

/** The format of first lines, or of what lies in them; nothing when it is none of them. */
export function findFormat(
  lines: readonly string[],
  formats: readonly LogFormat[],
  left = maxEnvelopes,
): LogFormat | undefined {
  const plain = findPlain(lines, formats);
  if (plain !== undefined || left === 0) return plain;
  const bytes = beginningOf(lines);
  for (const envelope of knownEnvelopes) {
    if (!mayHold(envelope, bytes)) continue;
    const inside = unwrapAll(envelope, bytes);
    if (inside.equals(bytes) || inside.length === 0) continue;
    const found = findFormat(inside.toString('utf8').split('\n'), formats, left - 1);
    if (found) return { ...found, envelopes: [envelope, ...(found.envelopes ?? [])] };
  }
  return undefined;
}

/** As many whole lines as are looked into; of a longer line its beginning. */
function beginningOf(lines: readonly string[]): Buffer {
  const bytes = Buffer.from(`${lines.join('\n').trimEnd()}\n`).subarray(0, lookedInto);
  const end = bytes.lastIndexOf('\n') + 1;
  return end > 0 ? bytes.subarray(0, end) : bytes;
}

function unwrapAll(envelope: Envelope, bytes: Buffer): Buffer {
  const unwrapper = unwrapperOf(envelope);
  return Buffer.concat([unwrapper.unwrap(bytes), unwrapper.end()]);
}

function findPlain(lines: readonly string[], formats: readonly LogFormat[]): LogFormat | undefined {
  const found = findByMark(lines, formats);
  const other = formats.find(({ mark }) => found && mark.insteadOf === found.name);
  if (found === undefined || other === undefined) return found;
  const written = writtenLines(lines).map((line) => new SampleLine(line));
  const hasFlows = written.some((line) => isChosen(found, line));
  const isOther = written.some((line) => bearsMark(other.mark, other.layout, line));
  return !hasFlows && isOther ? other : found;
}

function isChosen({ layout, only }: LogFormat, line: SampleLine): boolean {
  const parts = line.partsIn(layout);
  return (
    !('reason' in parts) && (only === undefined || only.is.includes(parts.get(only.key) ?? ''))
  );
}

/** A line that is taken apart once for all formats that do so alike. */
class SampleLine {
  readonly text: string;
  readonly #parts = new Map<Layout['kind'], Parts>();

  constructor(text: string) {
    this.text = text;
  }

  partsIn({ kind }: Layout): Parts {
    const known = this.#parts.get(kind);
    if (known !== undefined) return known;
    const parts = kind === 'json' ? readJson(this.text) : readPairs(this.text);
    this.#parts.set(kind, parts);
    return parts;
  }
}

function findByMark(
  lines: readonly string[],
  formats: readonly LogFormat[],
): LogFormat | undefined {
  const written = writtenLines(lines);
  const matching = new Map<RegExp, readonly boolean[]>();
  const matches = (pattern: RegExp, at: number) => {
    if (ownPatterns.has(pattern)) return pattern.test(written[at]!);
    if (!matching.has(pattern)) matching.set(pattern, linesMatching(pattern, written));
    return matching.get(pattern)![at]!;
  };
  const layouts = formats.map(({ layout }) => layout);
  for (const [at, text] of written.entries()) {
    const line = new SampleLine(text);
    const found = formats.find(
      ({ mark }, place) =>
        (mark.matches === undefined || matches(mark.matches, at)) &&
        bearsMark(mark, layouts[place]!, line),
    );
    if (found) return found;
    for (const [place, layout] of layouts.entries()) {
      if (layout.kind === 'columns') layouts[place] = layoutAfter(layout, text);
    }
  }
  return undefined;
}

/** Lines that are not blank, without a mark of UTF-8 and carriage returns. */
export function writtenLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^\uFEFF|\r$/g, '')).filter((line) => line.trim());
}

/** Whether a line that matches the pattern of a mark, if it has one, has its keys, too. */
function bearsMark(mark: FormatMark, layout: Layout, line: SampleLine): boolean {
  const { has = [], lacks = [] } = mark;
  // What other lines say lies in a JSON object is found when it is unwrapped.
  if (layout.kind !== 'json' && /^\s*\{.*\}\s*$/.test(line.text)) return false;
  if (has.length + lacks.length === 0) return mark.matches !== undefined;
  if (layout.kind === 'columns') {
    const columns = columnsIn(layout, line.text) ?? [];
    return (
      columns.length > 0 && has.every((keys) => [keys].flat().some((key) => columns.includes(key)))
    );
  }
  if (layout.kind === 'text') return false;
  // Most lines of other logs are told without reading them.
  if (layout.kind === 'json' && !/^\s*\{/.test(line.text)) return false;
  const parts = line.partsIn(layout);
  if ('reason' in parts) return false;
  const isThere = (key: string) => parts.get(key) !== undefined;
  return has.every((keys) => [keys].flat().some(isThere)) && !lacks.some(isThere);
}

/** The format that a line of a log seems to be of instead of its own; nothing when it is of none. */
export function otherFormatOf(line: string, own: LogFormat): LogFormat | undefined {
  return findByMark([line], [own]) ? undefined : findByMark([line], logFormats);
}
