import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { type Asset, type FlowStore, StoreError, type StoreErrorCode } from '@cfw-flow/store';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { flowStatisticRoute } from './flow-statistic.ts';
import { gatewayError, gatewayStatus, type GatewayStatus } from './gateway.ts';
import { badParameter, Refusal } from './refusal.ts';

/** What a server is made of. */
export interface ServerOptions {
  /** Where the flows are. */
  store: FlowStore;
  /** Project whose firewalls the flows are of, 32 hexadecimal digits. */
  projectId: string;
  /**
   * What is said of an address, in its canonical spelling, in records of `src_ip` and `dst_ip`. Asked
   * for every answer, so that what changes is seen at once; nothing is said when left out.
   */
  asset?: (address: string) => Asset | undefined;
  /** The time that `range` counts back from, milliseconds since 1970 UTC; the clock when left out. */
  now?: () => number;
  /** Where failures of the server itself are logged, one JSON object a line; standard error when left out. */
  log?: Writable;
}

/**
 * A server of the flow-statistic endpoint. It does not listen yet, and takes further routes until
 * it does.
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const server = Fastify({
    logger: { level: 'error', stream: options.log ?? process.stderr },
    genReqId: newRequestId,
    routerOptions: { maxParamLength: 1024 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } },
    frameworkErrors: (_error, request, reply) => refuse(reply, 400, request.id),
    clientErrorHandler,
    // A browser keeps connections open that it may never use: closing does not wait for them.
    forceCloseConnections: true,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
  });
  server.setNotFoundHandler((request, reply) => refuse(reply, 404, request.id));
  server.setErrorHandler<FastifyError | Refusal | StoreError>((error, request, reply) => {
    if (error instanceof Refusal) return reply.code(400).send(error.body);
    if (error instanceof StoreError) return refuseByStore(error, request, reply);
    if (error.validation) {
      const given = { ...(request.params as object), ...(request.query as object) };
      return reply.code(400).send(badParameter(error.validation[0]!, given).body);
    }
    // Nobody is there any more to be answered.
    if (reply.raw.destroyed) return reply.hijack();
    const status = gatewayStatus(error.statusCode ?? 500);
    if (status === 500) request.log.error(error);
    return refuse(reply, status, request.id);
  });
  server.route(flowStatisticRoute(options));
  return server;
}

/** Failures that a client is told of: with their message, or in other words where that is for the operator alone. */
const explained: Partial<Record<StoreErrorCode, { status: GatewayStatus; detail?: string }>> = {
  MEMORY: { status: 503 },
  DEADLINE: { status: 504 },
  DATA_DAMAGED: {
    status: 500,
    detail:
      'The data of this server are damaged. Its log names the file: restore a backup, or ingest the logs again, into another data directory.',
  },
};

function refuseByStore(error: StoreError, request: FastifyRequest, reply: FastifyReply) {
  const known = explained[error.code];
  const status = known?.status ?? 500;
  if (status === 500) request.log.error(error);
  return refuse(reply, status, request.id, known && (known.detail ?? error.message));
}

/** 32 hexadecimal digits, like the gateway's. */
function newRequestId(): string {
  return randomBytes(16).toString('hex');
}

function refuse(
  reply: FastifyReply,
  status: GatewayStatus,
  requestId: string,
  detail?: string,
): FastifyReply {
  return reply
    .code(status)
    .header('X-Request-Id', requestId)
    .type('application/json; charset=utf-8')
    .send(gatewayError(status, requestId, detail));
}

/** Answers what is not even HTTP, or has more header than the server reads. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const requestId = newRequestId();
  const body = JSON.stringify(gatewayError(status, requestId));
  const reason = status === 431 ? 'Request Header Fields Too Large' : 'Bad Request';
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
