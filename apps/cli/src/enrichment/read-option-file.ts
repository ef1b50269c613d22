import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { gzipPacking, packingOf } from './packing.ts';

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
    throw optionFileFailure(path, what, error as NodeJS.ErrnoException);
  }
}

/** Says why a file that an option names can't be read. */
export function optionFileFailure(
  path: string,
  what: string,
  error: NodeJS.ErrnoException,
): Failure {
  const message = errorMessage(escapeControlChars(path), what, error);
  return new Failure(message, undefined, { cause: error });
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

/**
 * Reads a file that an option names, as text: UTF-8, or UTF-16 with a byte order mark, plain or
 * compressed with gzip.
 *
 * @throws {@link Failure} when it can't be read or is no text
 */
export async function readOptionText(path: string, what: string): Promise<string> {
  const content = await readOptionFile(path, what);
  const shown = escapeControlChars(path);
  const packing = packingOf(content);
  if (packing !== undefined && packing !== gzipPacking) {
    throw new Failure(
      `The ${what} ${shown} is ${packing.name}. Unpack it with ${packing.unpack}, and name the file that comes out.`,
    );
  }
  const text = decodeText(packing === undefined ? content : await unzipped(content, shown, what));
  if (!text.includes('\0')) return text;
  throw new Failure(
    `The ${what} ${shown} is no text: it has NUL characters. If it is UTF-16, save it as UTF-8.`,
  );
}

const gunzipInTurns = promisify(gunzip);

async function unzipped(content: Buffer, shown: string, what: string): Promise<Buffer> {
  try {
    return await gunzipInTurns(content, { maxOutputLength: maxText });
  } catch (error) {
    const reason = (error as Error).message;
    throw new Failure(
      `The ${what} ${shown} can't be unpacked: ${reason}. Fetch it again.`,
      undefined,
      {
        cause: error,
      },
    );
  }
}

/** Bytes of a text: less than what a string can have. */
const maxText = 500_000_000;

/** Text in UTF-8, or in UTF-16 with a byte order mark. */
export function decodeText(content: Buffer): string {
  const mark = content.toString('latin1', 0, 2);
  // Lists in another encoding still have their addresses and hosts in ASCII.
  const encoding = { '\xff\xfe': 'utf-16le', '\xfe\xff': 'utf-16be' }[mark] ?? 'utf-8';
  return new TextDecoder(encoding).decode(content);
}
