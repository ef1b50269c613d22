/** A value and where it stands. */
export interface ProfileEntry {
  /** The value, without the quotes around it. */
  value: string;
  /** Number of its line, from 1. */
  line: number;
}

/** A part of the file, `[name]` and the entries below it. */
export interface ProfileSection {
  /** Number of the line of `[name]`, from 1. */
  line: number;
  /** The entries by their keys, in lower case. */
  entries: ReadonlyMap<string, ProfileEntry>;
}

/** A line that can't be read. The message doesn't quote it, since a secret may stand there. */
export class ProfileSyntaxError extends Error {
  override name = 'ProfileSyntaxError';
  /** Number of the line, from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads the INI format of the vendor's credentials files: `[section]`, `key = value` (or `:`),
 * and lines of comment that begin with `#` or `;`. A section or key that stands there twice is an
 * error, since the vendor's SDKs don't agree on which one counts.
 *
 * @returns the sections by their names
 * @throws {@link ProfileSyntaxError} at the first line that is none of these
 */
export function parseProfileFile(text: string): ReadonlyMap<string, ProfileSection> {
  const sections = new Map<string, { line: number; entries: Map<string, ProfileEntry> }>();
  let current: Map<string, ProfileEntry> | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;

    const [, name] = /^\[([^\]]+)\]\s*(?:[#;].*)?$/.exec(content) ?? [];
    if (name !== undefined) {
      const earlier = sections.get(name.trim());
      if (earlier !== undefined) {
        throw new ProfileSyntaxError(
          line,
          `the section [${name.trim()}] was there already, in line ${earlier.line}`,
        );
      }
      current = new Map();
      sections.set(name.trim(), { line, entries: current });
      continue;
    }

    const [, key, value] = /^([A-Za-z][\w.-]*)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    if (key === undefined || value === undefined) {
      throw new ProfileSyntaxError(
        line,
        'this is neither [section], nor key = value, nor # comment',
      );
    }
    if (current === undefined) {
      throw new ProfileSyntaxError(line, 'this stands before the first [section]');
    }
    const earlier = current.get(key.toLowerCase());
    if (earlier !== undefined) {
      throw new ProfileSyntaxError(line, `${key} was there already, in line ${earlier.line}`);
    }
    current.set(key.toLowerCase(), { value: unquoted(value), line });
  }
  return sections;
}

function unquoted(value: string): string {
  const [, inner] = /^(?:"(.*)"|'(.*)')$/.exec(value)?.filter((part) => part !== undefined) ?? [];
  return inner ?? value;
}
