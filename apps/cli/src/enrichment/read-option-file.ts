import { readFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';

/**
 * Reads a file that an option names.
 *
 * @param what - what the file is to be, such as `threat list`
 * @throws {@link Failure} when it can't be read
 */
export async function readOptionFile(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Failure(
      `${errorMessage(escapeControlChars(path), what, code) ?? escapeControlChars(message)}`,
      undefined,
      {
        cause: error,
      },
    );
  }
}

function errorMessage(path: string, what: string, code: string | undefined): string | undefined {
  switch (code) {
    case 'ENOENT':
      return `There is no ${what} ${path}. Check the path.`;
    case 'EISDIR':
      return `${path} is a folder, not a ${what}. Name its files.`;
    case 'EACCES':
    case 'EPERM':
      return `The ${what} ${path} can't be read: permission denied. Make it readable for this user.`;
    default:
      return undefined;
  }
}

/** Reads a file that an option names, as text. */
export async function readOptionText(path: string, what: string): Promise<string> {
  const content = await readOptionFile(path, what);
  // Lists in another encoding still have their addresses and hosts in ASCII.
  return new TextDecoder().decode(content);
}
