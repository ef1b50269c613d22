import type { LogFormat } from '../format.ts';

/** A line of a format within something else. */
export interface LineInside {
  readonly format: LogFormat;
  /** Where it is, for people: such as `under "payload.raw"`. */
  readonly where: string;
  /** How to take it out. */
  readonly advice: string;
}

/** Tells the format of a line. */
type FormatOf = (line: string) => LogFormat | undefined;

/** Lines that are looked at. */
const maxLines = 20;

/** Objects within each other that are looked into. */
const maxDepth = 6;

/** Places in a line where another one may begin. */
const maxPlaces = 60;

/** Finds a line of a known format within lines of something that is not known. */
export function findLineInside(
  lines: readonly string[],
  formatOf: FormatOf,
): LineInside | undefined {
  for (const line of lines.slice(0, maxLines)) {
    const value = parsed(line);
    const found = value === undefined ? behindText(line, formatOf) : underKey(value, [], formatOf);
    if (found) return found;
  }
  return undefined;
}

function underKey(
  value: unknown,
  path: readonly (string | number)[],
  formatOf: FormatOf,
): LineInside | undefined {
  if (path.length > maxDepth || typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const inside = [...path, Array.isArray(value) ? Number(key) : key];
    const text = typeof inner === 'string' ? inner : JSON.stringify(inner);
    const format = text === undefined ? undefined : formatOf(text);
    if (format) {
      const filter = inside.map((name) => `[${JSON.stringify(name)}]`).join('');
      return {
        format,
        where: `under "${inside.join('.')}"`,
        advice: `Take it out first, such as with jq -r '.${filter}'.`,
      };
    }
    const found = underKey(inner, inside, formatOf);
    if (found) return found;
  }
  return undefined;
}

function behindText(line: string, formatOf: FormatOf): LineInside | undefined {
  const places = [...line.slice(0, 4096).matchAll(/(?<=[\s:;,|=\]>])\S/g)].slice(0, maxPlaces);
  for (const { index } of places) {
    const format = formatOf(line.slice(index));
    if (format) {
      return {
        format,
        where: `from character ${index + 1} on`,
        advice: 'Cut off what stands before it.',
      };
    }
  }
  return undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
