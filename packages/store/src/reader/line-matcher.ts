import { createContext, Script } from 'node:vm';
import { StoreError } from '../errors.ts';

/** Greatest length of a line that a pattern is tried on, in characters. */
export const maxMatchedLine = 16 * 1024;

/** Maximum time that one line may take, in milliseconds. */
const maxTime = 2000;

/** Maximum time that lines of a log may take one by one, in milliseconds, before it is refused. */
const maxTimeAlone = 7000;

/** Time that a line takes of a pattern that is sound, in milliseconds, even on a busy machine. */
const usualTime = 20;

/** What patterns make of a line. */
export type LineMatch =
  /** The named groups of the first pattern that it matches. */
  | Readonly<Record<string, string | undefined>>
  /** It is none of the lines that are looked for. */
  | 'other'
  /** It matches no pattern. */
  | 'none'
  | 'too long'
  | 'too slow';

/** What lines are matched against. */
export interface LinePatterns {
  /** What all lines that are looked for match. */
  readonly only?: RegExp | undefined;
  /** Of these, the first that matches counts. */
  readonly patterns: readonly RegExp[];
}

/*
 * A pattern that somebody wrote may take years for a line. Only code in a context of its own can be
 * ended in the middle, and to watch it takes longer than to match a line: so lines are matched many at
 * a time.
 */
const context = createContext(Object.create(null) as object);
const script = new Script(`lines.map((line) => {
  if (line.length > maxLength) return 'too long';
  if (only && !only.test(line)) return 'other';
  for (const pattern of patterns) {
    const found = pattern.exec(line);
    if (found) return found.groups ?? {};
  }
  return patterns.length === 0 ? {} : 'none';
})`);

/** @returns nothing when it takes too long */
function matchAll(
  { only, patterns }: LinePatterns,
  lines: readonly string[],
): LineMatch[] | undefined {
  Object.assign(context, { lines, only, patterns, maxLength: maxMatchedLine });
  try {
    return script.runInContext(context, { timeout: maxTime }) as LineMatch[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    Object.assign(context, { lines: undefined, only: undefined, patterns: undefined });
  }
}

/** Which lines match a pattern. None does that takes too long, and none together with one. */
export function linesMatching(pattern: RegExp, lines: readonly string[]): boolean[] {
  const matches = matchAll({ patterns: [pattern] }, lines);
  return lines.map((_, at) => typeof matches?.[at] === 'object');
}

/** Matches the lines of one log against patterns, in bounded time. */
export class LineMatcher {
  readonly #patterns: LinePatterns;
  readonly #name: string;
  /** Lines that were matched ahead, and which of them comes next. */
  #lines: readonly string[] = [];
  #matches: readonly LineMatch[] = [];
  #next = 0;
  /** Milliseconds that lines took one by one. */
  #timeAlone = 0;

  /** @param name - what people call the log */
  constructor(patterns: LinePatterns, name: string) {
    this.#patterns = patterns;
    this.#name = name;
  }

  /** Matches lines that come next, which takes less time than one by one. */
  lookAhead(lines: readonly string[]): void {
    // When they take too long, one by one they show which it is.
    this.#matches = matchAll(this.#patterns, lines) ?? [];
    this.#lines = this.#matches.length === 0 ? [] : lines;
    this.#next = 0;
  }

  /**
   * Matches a line.
   *
   * @throws {@link StoreError} `SOURCE_FORMAT` when lines took too long, all in all
   */
  match(line: string): LineMatch {
    const at = this.#lines.indexOf(line, this.#next);
    if (at >= 0) {
      this.#next = at + 1;
      return this.#matches[at]!;
    }
    const begin = performance.now();
    const [match] = matchAll(this.#patterns, [line]) ?? [];
    // A machine that halts meanwhile makes no pattern slower.
    const time = Math.min(performance.now() - begin, maxTime);
    // What a pattern usually takes is no matter, however many lines there are.
    if (time > usualTime) this.#timeAlone += time;
    if (this.#timeAlone > maxTimeAlone) {
      throw new StoreError(
        'SOURCE_FORMAT',
        `${this.#name.replaceAll('\n', '\\n')} has lines that the pattern of its format takes more than ${maxTime / 1000} s for. Write a pattern without repetitions within repetitions, such as (a+)+.`,
      );
    }
    return match ?? 'too slow';
  }
}

/** What is wrong with a line that is not taken apart. */
export function whyNoMatch(match: Extract<LineMatch, string>): string {
  switch (match) {
    case 'too long':
      return `longer than the ${maxMatchedLine} characters that a pattern is tried on`;
    case 'too slow':
      return `takes the pattern of the format more than ${maxTime / 1000} s`;
    default:
      return 'does not match the pattern of the format';
  }
}
