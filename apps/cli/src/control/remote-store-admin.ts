import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { StoreError } from '@cfw-flow/store';
import { HOST } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import {
  type ControlEndpoint,
  serverSecretHeader,
  readControlEndpoint,
} from './control-endpoint.ts';
import {
  type ResponseLine,
  type StoreAdmin,
  type Method,
  type Operation,
  operations,
  type AdminRequest,
  type ReportedError,
} from './store-admin.ts';

/** The store of a data directory that a server has open. */
export interface RemoteStoreAdmin extends StoreAdmin {
  /** Aborts the requests under way. */
  close(): Promise<void>;
}

/** Milliseconds within which a server responds to a ping, however busy it is. */
const pingTimeout = 10_000;

/**
 * Reaches the server that has a data directory open.
 *
 * @returns undefined when there is none, also when a killed one left its control file behind
 */
export async function reachServer(directory: string): Promise<RemoteStoreAdmin | undefined> {
  const endpoint = await readControlEndpoint(directory);
  if (endpoint === undefined || !(await isRunning(endpoint))) return undefined;
  const closing = new AbortController();
  const methodOf = (operation: Operation): Method => {
    const count = operations[operation].length;
    return (...args) => {
      const { signal, onProgress } = (args[count] ?? {}) as Options;
      return call(directory, endpoint, {
        adminRequest: { operation, args: args.slice(0, count) },
        signal: AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]),
        onProgress,
      });
    };
  };
  const names = Object.keys(operations) as Operation[];
  const methods = Object.fromEntries(names.map((name) => [name, methodOf(name)] as const));
  return {
    // The server returns what the same method of a store returned.
    ...(methods as unknown as StoreAdmin),
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

async function isRunning(endpoint: ControlEndpoint): Promise<boolean> {
  try {
    const response = await send(endpoint, 'GET', '', AbortSignal.timeout(pingTimeout));
    response.destroy();
    return isFrom(endpoint, response);
  } catch {
    return false;
  }
}

/** A request and the options of the call. */
interface Call {
  adminRequest: AdminRequest;
  signal: AbortSignal;
  onProgress: Options['onProgress'];
}

async function call(
  directory: string,
  endpoint: ControlEndpoint,
  { adminRequest, signal, onProgress }: Call,
): Promise<unknown> {
  try {
    const response = await send(endpoint, 'POST', JSON.stringify(adminRequest), signal);
    if (isFrom(endpoint, response)) {
      if (response.statusCode !== 200) throw unknownRequest(directory);
      for await (const line of linesOf(response)) {
        if ('error' in line) throw asError(line.error);
        if ('result' in line) return line.result;
        onProgress?.(...line.progress);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!isConnectionError(error)) throw error;
    throw serverGone(directory, error);
  }
  throw serverGone(directory);
}

async function send(
  { port, token }: ControlEndpoint,
  method: 'GET' | 'POST',
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(body) };
  // Without an agent, which might use a proxy.
  const sent = request({ host: HOST, port, method, headers, agent: false, signal });
  // Later errors reach the reader of the response; without a listener they would end the process.
  sent.on('error', () => {});
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

function isFrom({ serverSecret }: ControlEndpoint, { headers }: IncomingMessage): boolean {
  return headers[serverSecretHeader] === serverSecret;
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<ResponseLine> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as ResponseLine;
  }
}

function asError({ code, message, details }: ReportedError): Error {
  return code === undefined ? new Failure(message) : new StoreError(code, message, { details });
}

/** Whether an error is one of the system or of HTTP: they have codes, too, as those of a store do. */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !(error instanceof StoreError);
}

function serverGone(directory: string, cause?: unknown): Failure {
  return new Failure(
    `The server that had the data directory ${escapeControlChars(directory)} open went away before this was done.\n` +
      'Run the same command again.',
    ExitCode.FAILURE,
    { cause },
  );
}

function unknownRequest(directory: string): Failure {
  return new Failure(
    `The server that has the data directory ${escapeControlChars(directory)} open is of another version and does\n` +
      'not know this request. Start it again with this version, or stop it and run the same command\n' +
      'again.',
  );
}
