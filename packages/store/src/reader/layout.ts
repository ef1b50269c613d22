import type { ColumnsLayout } from '../format.ts';

/** A line taken apart: what it says under a key, or why it can't be taken apart. */
export type Parts =
  | {
      /** The text under a key. */
      get: (key: string) => string | undefined;
      /** What is between the members of a set; a comma when left out. */
      setSeparator?: string;
    }
  | {
      /** What is wrong with the line. */
      reason: string;
    };

/** Takes a line of JSON apart. */
export function readJson(line: string): Parts {
  let value: unknown;
  try {
    value = JSON.parse(line, keepNumbersAsWritten);
  } catch (error) {
    return { reason: `not JSON: ${(error as SyntaxError).message}` };
  }
  if (!isObject(value)) return { reason: 'not a JSON object' };
  return { get: (key) => textOf(valueAt(value, key)) };
}

/** Takes `key=value` pairs apart, from left to right. */
export function readPairs(line: string): Parts {
  const found = new Map<string, string>();
  for (const [, key, value] of line.matchAll(pairs)) {
    if (found.has(key!)) continue;
    found.set(key!, value!.startsWith('"') ? value!.slice(1, -1) : value!);
  }
  if (found.size === 0) return { reason: 'not key=value' };
  return { get: (key) => found.get(key) || undefined };
}

/** A pair; its value with the quotes, if it has some. */
const pairs = /(?<![^ ="])([^ ="]+)=("[^"]*"|[^ "]*)/g;

/** Takes a line of columns apart. */
export function readColumns(
  layout: ColumnsLayout,
  columns: readonly string[],
  line: string,
): Parts {
  const { unset, mayHaveMore = false, setSeparator } = layout;
  const values = valuesIn(layout, line);
  if (values === undefined) return { reason: 'has a quote that is not closed, or not doubled' };
  const more = values.length - columns.length;
  if (more < 0 || (more > 0 && !mayHaveMore)) {
    const expected = `${columns.length}${mayHaveMore ? ' or more' : ''}`;
    return { reason: `has ${values.length} values, not ${expected}` };
  }
  return {
    get(key) {
      const value = values[columns.indexOf(key)];
      return value === undefined || value === '' || unset.includes(value) ? undefined : value;
    },
    ...(setSeparator !== undefined && { setSeparator }),
  };
}

/** The layout of the lines after one: another one when the line is a directive. */
export function layoutAfter(layout: ColumnsLayout, line: string): ColumnsLayout {
  const { directives, separator, unset } = layout;
  if (directives === undefined) return layout;
  const told = (word: string, between: string) =>
    line.startsWith(word + between)
      ? unescaped(line.slice(word.length + between.length))
      : undefined;
  const newSeparator = told(directives.separator, ' ');
  if (newSeparator) return { ...layout, separator: newSeparator };
  const setSeparator = told(directives.set, separator);
  if (setSeparator) return { ...layout, setSeparator };
  const place = directives.unset.findIndex((word) => told(word, separator) !== undefined);
  if (place < 0) return layout;
  return { ...layout, unset: unset.with(place, told(directives.unset[place]!, separator)!) };
}

/** A text with its bytes for escapes such as `\x09`. */
function unescaped(text: string): string {
  return text.replaceAll(/\\x([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The columns that a header line names; nothing when the line is none. */
export function columnsIn(layout: ColumnsLayout, line: string): string[] | undefined {
  const { header, headerIsLabelled } = layout;
  const words = valuesIn(layout, line);
  if (words === undefined || !header.every((word) => words.includes(word))) return undefined;
  return headerIsLabelled ? words.slice(1) : words;
}

/** The values of a line; nothing when a quote is not closed. */
function valuesIn({ separator, quoted = false }: ColumnsLayout, line: string) {
  if (!quoted || !line.includes('"')) return line.split(separator);
  const values: string[] = [];
  for (let at = 0; at <= line.length;) {
    const isQuoted = line[at] === '"';
    const end = isQuoted ? afterQuotes(line, at) : separatorAfter(line, separator, at);
    if (end !== line.length && !line.startsWith(separator, end)) return undefined;
    values.push(isQuoted ? line.slice(at + 1, end - 1).replaceAll('""', '"') : line.slice(at, end));
    at = end + separator.length;
  }
  return values;
}

function separatorAfter(line: string, separator: string, start: number): number {
  const at = line.indexOf(separator, start);
  return at < 0 ? line.length : at;
}

/** The place behind the quote that closes one; beyond the line when none does. */
function afterQuotes(line: string, start: number): number {
  for (let at = line.indexOf('"', start + 1); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at + 1;
  }
  return line.length + 1;
}

/** A number keeps its digits as they are written: nothing is rounded, or spelt otherwise, on its way in. */
function keepNumbersAsWritten(_key: string, value: unknown, context?: { source?: string }) {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function valueAt(object: Record<string, unknown>, key: string): unknown {
  const slash = key.indexOf('/');
  if (slash < 0) return object[key];
  const inner = object[key.slice(0, slash)];
  return isObject(inner) ? valueAt(inner, key.slice(slash + 1)) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  const isSet = Array.isArray(value) && value.every((member) => typeof member === 'string');
  return isSet ? value.join(',') : JSON.stringify(value);
}
