import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { decodeText, optionFileFailure } from '../enrichment/read-option-file.ts';
import { ExitCode, Failure } from '../failure.ts';
import { askSecret } from '../output/ask-secret.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';

/** Options that give a token. */
export interface TokenOptions {
  /** The token itself, which others see in the list of processes. */
  token?: string;
  /** The file that holds it, `-` for standard input. */
  tokenFile?: string;
}

/** Bytes of a file with a token. Those of IAM have some thousand. */
const maxBytes = 65_536;

/**
 * The token that the options give, if any.
 *
 * @throws {@link Failure} when a file can't be read or holds anything but a token
 */
export async function tokenFrom({ token, tokenFile }: TokenOptions): Promise<string | undefined> {
  if (tokenFile === undefined) return token;
  if (tokenFile === '-') return secretFromStandardInput('token');
  const content = await readTokenFile(tokenFile);
  return secretIn(content, 'token', `The token file ${escapeControlChars(tokenFile)}`);
}

/**
 * A secret that is piped into the program, or typed at the terminal.
 *
 * @param noun - what it is, for messages
 * @throws {@link Failure} when there is none, or more than one
 */
export async function secretFromStandardInput(noun: string): Promise<string> {
  if (!isatty(0)) return secretIn(await beginningOf(process.stdin), noun, 'Standard input');
  const typed = await askSecret(noun);
  if (typed !== undefined) return secretIn(Buffer.from(typed), noun, 'What was typed');
  throw new Failure(
    `Standard input is a terminal, and nobody sees there that the ${noun} is asked for. Pipe it in.`,
    ExitCode.USAGE,
  );
}

async function readTokenFile(path: string): Promise<Buffer> {
  try {
    return await beginningOf(createReadStream(path));
  } catch (error) {
    throw optionFileFailure(path, 'token file', error as NodeJS.ErrnoException);
  }
}

/** All that comes, or enough of it to see that it is too much. */
async function beginningOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks);
}

/**
 * @param place - where it stands, as the beginning of a sentence. Messages tell this and nothing of
 *   the content
 */
function secretIn(content: Buffer, noun: string, place: string): string {
  const advice = `It takes the ${noun} and nothing else, in one line.`;
  if (content.length > maxBytes) {
    throw new Failure(`${place} has more than ${maxBytes} bytes, which no ${noun} has. ${advice}`);
  }
  const text = decodeText(content).trim();
  if (text === '') throw new Failure(`${place} is empty. ${advice}`);
  const lines = text.split(/\r\n|\r|\n/).length;
  if (lines > 1) throw new Failure(`${place} has ${lines} lines. ${advice}`);
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new Failure(`${place} holds a blank or another character that no ${noun} has. ${advice}`);
}
