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
    const message = errorMessage(escapeControlChars(path), what, error as NodeJS.ErrnoException);
    throw new Failure(message, undefined, { cause: error });
  }
}

function errorMessage(path: string, what: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no ${what} ${path}. Check the path.`;
    case 'EISDIR':
      return `The ${what} ${path} is a folder. Name a file.`;
    case 'EACCES':
    case 'EPERM':
      return `The ${what} ${path} can't be read: permission denied. Make it readable for this user.`;
    default:
      return `The ${what} ${path} can't be read: ${escapeControlChars(error.message)}`;
  }
}

/** Reads a file that an option names, as text. */
export async function readOptionText(path: string, what: string): Promise<string> {
  const content = await readOptionFile(path, what);
  // Lists in another encoding still have their addresses and hosts in ASCII.
  return new TextDecoder().decode(content);
}
