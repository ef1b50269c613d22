import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { StoreError } from '@cfw-flow/store';
import { HOST } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { harmless } from '../output/harmless.ts';
import { type Contact, proofHeader, readContact } from './control-file.ts';
import {
  type AnswerLine,
  type HeldFlows,
  type Method,
  type Operation,
  operations,
  type Question,
  type Told,
} from './operations.ts';

/** Flows that a server has open. */
export interface ServedFlows extends HeldFlows {
  /** Ends what is still asked for. */
  close(): Promise<void>;
}

/** Milliseconds in which a server that is there says so, however much it has to do. */
const patience = 10_000;

/**
 * Reaches the server that has a data directory open.
 *
 * @returns nothing when there is none, whatever a former one left behind
 */
export async function reachServer(directory: string): Promise<ServedFlows | undefined> {
  const contact = await readContact(directory);
  if (contact === undefined || !(await isThere(contact))) return undefined;
  const closing = new AbortController();
  const methodOf = (operation: Operation): Method => {
    const count = operations[operation].length;
    return (...given) => {
      const { signal, onProgress } = (given[count] ?? {}) as Options;
      return ask(directory, contact, {
        question: { operation, args: given.slice(0, count) },
        signal: AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]),
        onProgress,
      });
    };
  };
  const names = Object.keys(operations) as Operation[];
  const methods = Object.fromEntries(names.map((name) => [name, methodOf(name)] as const));
  return {
    // The answer is what the same method of a store gave.
    ...(methods as unknown as HeldFlows),
    async close() {
      closing.abort();
    },
  };
}

/** What the options of the methods have in common. */
interface Options {
  signal?: AbortSignal;
  onProgress?: (...progress: unknown[]) => void;
}

async function isThere(contact: Contact): Promise<boolean> {
  try {
    const response = await send(contact, 'GET', '', AbortSignal.timeout(patience));
    response.destroy();
    return isFrom(contact, response);
  } catch {
    return false;
  }
}

/** A question, and who waits for what comes of it. */
interface Asking {
  question: Question;
  signal: AbortSignal;
  onProgress: Options['onProgress'];
}

async function ask(
  directory: string,
  contact: Contact,
  { question, signal, onProgress }: Asking,
): Promise<unknown> {
  try {
    const response = await send(contact, 'POST', JSON.stringify(question), signal);
    if (isFrom(contact, response)) {
      if (response.statusCode !== 200) throw notUnderstood(directory);
      for await (const line of linesOf(response)) {
        if ('error' in line) throw asError(line.error);
        if ('result' in line) return line.result;
        onProgress?.(...line.progress);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!isOfConnection(error)) throw error;
    throw wentAway(directory, error);
  }
  throw wentAway(directory);
}

async function send(
  { port, token }: Contact,
  method: 'GET' | 'POST',
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(body) };
  // Without an agent: a proxy that one may name has no business here.
  const asked = request({ host: HOST, port, method, headers, agent: false, signal });
  // Once there is a response, its reader is told. Nobody else would be.
  asked.on('error', () => {});
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

function isFrom({ proof }: Contact, { headers }: IncomingMessage): boolean {
  return headers[proofHeader] === proof;
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<AnswerLine> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as AnswerLine;
  }
}

function asError({ code, message }: Told): Error {
  return code === undefined ? new Failure(message) : new StoreError(code, message);
}

/** Whether an error is one of the system or of HTTP, which have codes as those of a store do. */
function isOfConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !(error instanceof StoreError);
}

function wentAway(directory: string, cause?: unknown): Failure {
  return new Failure(
    `The server that had the data directory ${harmless(directory)} open went away before this was done.\n` +
      'Run the same command again.',
    ExitCode.FAILURE,
    { cause },
  );
}

function notUnderstood(directory: string): Failure {
  return new Failure(
    `The server that has the data directory ${harmless(directory)} open is of another version and does\n` +
      'not know what it is asked for. Start it again with this version, or stop it and run the same\n' +
      'command again.',
  );
}
