import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { StoreError } from '@cfw-flow/store';
import { HOST } from '../defaults.ts';
import { asFailure, Failure } from '../failure.ts';
import { unlessInterrupted } from '../interrupt.ts';
import {
  type Contact,
  controlFile,
  newSecrets,
  proofHeader,
  writeContact,
} from './control-file.ts';
import {
  type AnswerLine,
  type HeldFlows,
  isQuestion,
  type Method,
  type Question,
  type Told,
} from './operations.ts';

/** A data directory being open to the other commands. */
export interface ControlServer {
  /** Ends what is asked for, and tells those who asked. */
  close(): Promise<void>;
}

/** Bytes of a question; the path of a directory may be in it. */
const maxBytes = 65_536;

/**
 * Lets the other commands work with flows that this process has open, for as long as it has. Only who
 * can read the control file is answered, and no browser is.
 *
 * @throws when the control file can't be written
 */
export async function openControlServer(
  flows: HeldFlows,
  directory: string,
): Promise<ControlServer> {
  const closing = new AbortController();
  const secrets = newSecrets();
  let contact: Contact;
  const server = createServer((request, response) => {
    // One question a connection: when it ends, nobody waits for the answer any more.
    response.setHeader('Connection', 'close');
    const refusal = refusalOf(request, contact);
    if (refusal !== undefined) {
      response.writeHead(refusal).end();
      return;
    }
    response.setHeader(proofHeader, contact.proof);
    if (request.method === 'GET') response.writeHead(204).end();
    else void answer(flows, request, response, closing.signal);
  });
  server.listen({ host: HOST, port: 0 });
  await once(server, 'listening');
  contact = { port: (server.address() as AddressInfo).port, ...secrets };
  try {
    await writeContact(directory, contact);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    async close() {
      // Left behind, it would mislead nobody.
      await rm(controlFile(directory), { force: true }).catch(() => {});
      closing.abort(
        new Failure(
          'The server that has the data directory open was stopped before this was done.\n' +
            'Run the same command again.',
        ),
      );
      const closed = once(server, 'close');
      server.close();
      // Those who asked are told in the same turn, before their connections end.
      setImmediate(() => server.closeAllConnections());
      await closed;
    },
  };
}

/** The status by which a request is refused, before anything that it says is looked at. */
function refusalOf({ headers }: IncomingMessage, { port, token }: Contact): number | undefined {
  // A page in a browser sends its origin, or the name that it had resolve to this machine.
  if (headers.origin !== undefined || headers.host !== `${HOST}:${port}`) return 403;
  if (!isSame(headers.authorization ?? '', `Bearer ${token}`)) return 401;
  // What comes in chunks doesn't say how long it gets.
  const endless = headers['transfer-encoding'] !== undefined;
  if (endless || Number(headers['content-length'] ?? 0) > maxBytes) return 413;
  return undefined;
}

/** Whether two texts are the same, in a time that doesn't tell how far they are. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((secret) => createHash('sha256').update(secret).digest());
  return timingSafeEqual(a!, b!);
}

/** Does what is asked for, and sends how far it is and what came of it. */
async function answer(
  flows: HeldFlows,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const send = (line: AnswerLine) => {
    if (!gone.signal.aborted) response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    const question = await readQuestion(request);
    if (question === undefined) {
      response.writeHead(400).end();
      return;
    }
    const onProgress = (...progress: unknown[]) => {
      // Who doesn't read gets no more of it than there is room for.
      if (!response.writableNeedDrain) send({ progress });
    };
    const { operation, args } = question;
    // Its arguments were checked against the same line of the table that names it.
    const method = (flows[operation] as Method).bind(flows);
    // Who asked is told at once; the work ends with the connection, or when all of it is done.
    const result = await unlessInterrupted(
      method(...args, { signal: gone.signal, onProgress }),
      closing,
    );
    send({ result });
  } catch (error) {
    send({ error: inWords(error) });
  }
  response.end();
}

async function readQuestion(request: IncomingMessage): Promise<Question | undefined> {
  const body = await text(request);
  try {
    const sent: unknown = JSON.parse(body);
    return isQuestion(sent) ? sent : undefined;
  } catch {
    return undefined;
  }
}

function inWords(error: unknown): Told {
  if (error instanceof StoreError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return { message: asFailure(error).message };
}
