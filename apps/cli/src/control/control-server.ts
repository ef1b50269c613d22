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
  type ControlEndpoint,
  controlFile,
  newSecrets,
  serverSecretHeader,
  writeControlEndpoint,
} from './control-endpoint.ts';
import {
  type ResponseLine,
  type StoreAdmin,
  isAdminRequest,
  type Method,
  type AdminRequest,
  type ReportedError,
} from './store-admin.ts';

/** Lets the other commands work with a data directory that this process has open. */
export interface ControlServer {
  /** Aborts the requests under way, and reports it to their clients. */
  close(): Promise<void>;
}

/** Maximum bytes of a request; the path of a directory may be in it. */
const maxRequestBytes = 65_536;

/**
 * Starts the server for the other commands. It answers only clients that can read the control file,
 * and no browser.
 *
 * @throws when the control file can't be written
 */
export async function openControlServer(
  admin: StoreAdmin,
  directory: string,
): Promise<ControlServer> {
  const closing = new AbortController();
  const secrets = newSecrets();
  let endpoint: ControlEndpoint;
  const server = createServer((request, response) => {
    // One request a connection: when the connection ends, nobody waits for the response any more.
    response.setHeader('Connection', 'close');
    const status = rejectionStatus(request, endpoint);
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    response.setHeader(serverSecretHeader, endpoint.serverSecret);
    if (request.method === 'GET') response.writeHead(204).end();
    else void respond(admin, request, response, closing.signal);
  });
  server.listen({ host: HOST, port: 0 });
  await once(server, 'listening');
  endpoint = { port: (server.address() as AddressInfo).port, ...secrets };
  try {
    await writeControlEndpoint(directory, endpoint);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    async close() {
      // If it stays, nobody is misled: the secret of the next server is another one.
      await rm(controlFile(directory), { force: true }).catch(() => {});
      closing.abort(
        new Failure(
          'The server that has the data directory open was stopped before this was done.\n' +
            'Run the same command again.',
        ),
      );
      const closed = once(server, 'close');
      server.close();
      // The clients get the error in the same turn, before their connections end.
      setImmediate(() => server.closeAllConnections());
      await closed;
    },
  };
}

/** The status with which a request is rejected before its body is read; undefined when it is accepted. */
function rejectionStatus(
  { headers }: IncomingMessage,
  { port, token }: ControlEndpoint,
): number | undefined {
  // A page in a browser sends its origin, or the name that it had resolve to this machine.
  if (headers.origin !== undefined || headers.host !== `${HOST}:${port}`) return 403;
  if (!isSame(headers.authorization ?? '', `Bearer ${token}`)) return 401;
  // A chunked body doesn't say its length.
  const isChunked = headers['transfer-encoding'] !== undefined;
  if (isChunked || Number(headers['content-length'] ?? 0) > maxRequestBytes) return 413;
  return undefined;
}

/** Compares in a time that doesn't depend on where the texts differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((secret) => createHash('sha256').update(secret).digest());
  return timingSafeEqual(a!, b!);
}

/** Calls the method requested, and sends its progress and its result. */
async function respond(
  admin: StoreAdmin,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const disconnected = new AbortController();
  response.once('close', () => disconnected.abort());
  const send = (line: ResponseLine) => {
    if (!disconnected.signal.aborted) response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    const adminRequest = await readAdminRequest(request);
    if (adminRequest === undefined) {
      response.writeHead(400).end();
      return;
    }
    const onProgress = (...progress: unknown[]) => {
      // A client that doesn't read gets no more progress than fits the buffer.
      if (!response.writableNeedDrain) send({ progress });
    };
    const { operation, args } = adminRequest;
    // `isAdminRequest` has checked the arguments.
    const method = (admin[operation] as Method).bind(admin);
    // On closing, the client gets the error at once; the work ends with its connection or when it is done.
    const result = await unlessInterrupted(
      method(...args, { signal: disconnected.signal, onProgress }),
      closing,
    );
    send({ result });
  } catch (error) {
    send({ error: reported(error) });
  }
  response.end();
}

async function readAdminRequest(request: IncomingMessage): Promise<AdminRequest | undefined> {
  const body = await text(request);
  try {
    const sent: unknown = JSON.parse(body);
    return isAdminRequest(sent) ? sent : undefined;
  } catch {
    return undefined;
  }
}

function reported(error: unknown): ReportedError {
  if (error instanceof StoreError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return { message: asFailure(error).message };
}
