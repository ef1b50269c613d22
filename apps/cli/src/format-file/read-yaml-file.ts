import { stat } from 'node:fs/promises';
import { readOptionFile } from '../enrichment/read-option-file.ts';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { formatBytes } from '../output/quantity.ts';
import { YamlFile } from './yaml-file.ts';

/** Bytes of a file at most: what has more is something else. */
const maxSize = 1024 * 1024;

/** Problems that are reported at once. */
const maxProblems = 10;

/**
 * Reads a file in YAML that an option or argument names.
 *
 * @param what - what the file is to be, such as `format file`
 * @param read - takes what the file declares; nothing when something is wrong, which the file then has
 * @throws {@link Failure} when it can't be used, with all that is wrong with it
 */
export async function readYamlFile<Declared>(
  path: string,
  what: string,
  read: (file: YamlFile) => Declared | undefined,
): Promise<Declared> {
  const name = `${what} ${escapeControlChars(path)}`;
  // What isn't there or can't be read is told when it is read.
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maxSize) {
    throw new Failure(`The ${name} has ${formatBytes(size)}, and may have 1 MiB. Check the path.`);
  }
  const file = new YamlFile(textIn(name, await readOptionFile(path, what)));
  const declared = file.problems.length === 0 ? read(file) : undefined;
  if (declared !== undefined && file.problems.length === 0) return declared;
  const problems = file.problems.toSorted((one, other) => one.line - other.line);
  const told = problems
    .slice(0, maxProblems)
    .map(
      ({ line, message }) =>
        `  ${escapeControlChars(path)}:${line}: ${escapeControlChars(message)}`,
    );
  const more = problems.length - told.length;
  if (more > 0) told.push(`  … and ${more} more`);
  throw new Failure(`The ${name} can't be used:\n${told.join('\n')}`);
}

function textIn(name: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8.
  }
  throw new Failure(`The ${name} is no text in UTF-8. It takes YAML or JSON.`);
}
