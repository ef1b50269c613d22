import type { Writable } from 'node:stream';
import fastifyCompress from '@fastify/compress';
import { canonicalAddress, StoreError, type StoreErrorCode } from '@cfw-flow/store';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import { answerHeaders, jsonType, newRequestId } from './answer-headers.ts';
import { compression } from './compression.ts';
import { checkFetchSite } from './fetch-site.ts';
import { gatewayError, GatewayRefusal, gatewayStatus, type GatewayStatus } from './gateway.ts';
import { checkHost, pathOf } from './host-check.ts';
import { createHttpServer } from './http-server.ts';
import { Refusal } from './refusal.ts';

/** How requests come, and where failures go. */
export interface GuardOptions {
  /** Longest time that a request may take to come, in milliseconds; 30 000 when left out. */
  requestTimeout?: number;
  /** Where failures of the server itself are logged, one JSON object a line; standard error when left out. */
  log?: Writable;
}

/** What hooks and handlers throw; some errors come with headers, such as those of a range of a file. */
type HandlerError =
  | (FastifyError & { headers?: Record<string, string> })
  | GatewayRefusal
  | Refusal
  | StoreError;

/**
 * A server without anything to ask yet. It bounds what a connection may hold of the process, refuses what
 * web pages of other origins ask, and answers failures in the form of the API gateway. It takes routes
 * until it listens.
 */
export function createGuardedServer({
  requestTimeout = 30_000,
  log = process.stderr,
}: GuardOptions = {}): FastifyInstance {
  const server = Fastify({
    serverFactory: (handle) => createHttpServer(handle, requestTimeout),
    logger: { level: 'error', stream: log },
    genReqId: newRequestId,
    routerOptions: { maxParamLength: 1024 },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        strict: false,
        formats: { ip: (text: string) => canonicalAddress(text) !== undefined },
      },
    },
    frameworkErrors: (_error, request, reply) => refuse(reply, 400, request.id),
    // Each HTTP server has its own: localhost may have two addresses, and with them two servers.
    clientErrorHandler: () => undefined,
    rewriteUrl: ({ url = '' }) => pathOf(url),
    // A browser keeps connections open that it may never use: closing does not wait for them.
    forceCloseConnections: true,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(answerHeaders(request.id));
    checkHost(request.raw, request.originalUrl);
    checkFetchSite(request.headers);
  });
  server.setNotFoundHandler((request, reply) => refuse(reply, 404, request.id));
  server.setErrorHandler<HandlerError>((error, request, reply) => {
    if (error instanceof Refusal) return reply.code(400).send(error.body);
    if (error instanceof GatewayRefusal) {
      return refuse(reply, error.status, request.id, error.message);
    }
    if (error instanceof StoreError) return refuseByStore(error, request, reply);
    // Nobody is there any more to be answered.
    if (reply.raw.destroyed) return reply.hijack();
    const status = gatewayStatus(error.statusCode ?? 500);
    if (status === 500) request.log.error(error);
    return refuse(reply.headers(error.headers ?? {}), status, request.id);
  });
  return server;
}

/** Adds routes whose long answers are compressed for clients that accept it. */
export function addOperations(server: FastifyInstance, routes: readonly RouteOptions[]): void {
  server.register(async (operations) => {
    await operations.register(fastifyCompress, compression);
    for (const route of routes) operations.route(route);
  });
}

/** Failures that a client is told of: with their message, or in other words where that is for the operator alone. */
const explained: Partial<Record<StoreErrorCode, { status: GatewayStatus; detail?: string }>> = {
  BUSY: { status: 503 },
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
  const { retryAfter } = error.details;
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter);
  return refuse(reply, status, request.id, known && (known.detail ?? error.message));
}

function refuse(
  reply: FastifyReply,
  status: GatewayStatus,
  requestId: string,
  detail?: string,
): FastifyReply {
  return reply
    .code(status)
    .headers(answerHeaders(requestId))
    .type(jsonType)
    .send(gatewayError(status, requestId, detail));
}
