import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { answerHeaders, jsonType, newRequestId } from './answer-headers.ts';
import { gatewayError } from './gateway.ts';
import {
  awaitsAnswer,
  isAnswered,
  isReceiving,
  oneAtATime,
  unlessRequested,
  whenAnswered,
} from './pipelining.ts';
import { answerAndClose } from './raw-answer.ts';

/** Most connections at once; one more is closed. */
const maxConnections = 2000;

/** Longest time in which nothing is read or sent on a connection, in milliseconds. */
const idleTimeout = 60_000;

/** How often it is looked for requests that take too long to come, in milliseconds, at least. */
const checkingInterval = 5000;

/**
 * The HTTP server under Fastify. It bounds what a connection may hold of the process, and answers in
 * the form of the gateway what Node would answer with nothing.
 *
 * @param requestTimeout - longest time that a request takes to come, in milliseconds
 */
export function createHttpServer(handle: RequestListener, requestTimeout: number): Server {
  const server = createServer(
    {
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, checkingInterval),
      keepAliveTimeout: idleTimeout,
      // It is checked together with what it says, see `checkHost`.
      requireHostHeader: false,
    },
    oneAtATime(handle),
  );
  server.maxConnections = maxConnections;
  server.setTimeout(idleTimeout, (socket) => {
    // How long an answer may be looked for is up to the store.
    if (awaitsAnswer(socket)) socket.setTimeout(idleTimeout);
    else socket.destroy();
  });
  server.on('clientError', (error, socket) => {
    answerClientError(error, socket as Socket, requestTimeout);
  });
  server.on('checkExpectation', oneAtATime(refuseExpectation));
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    whenAnswered(socket as Socket, () => answerAndClose(socket as Socket, 501));
  });
  return server;
}

/** Answers a request that expects something else than to go on with its body. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const requestId = newRequestId();
  const body = JSON.stringify(gatewayError(417, requestId));
  const headers = { ...answerHeaders(requestId), 'Content-Type': jsonType, Connection: 'close' };
  response.writeHead(417, { ...headers, 'Content-Length': body.length }).end(body);
}

/** Answers what is not HTTP, has more header than the server reads, or takes too long to come. */
function answerClientError(
  { code }: NodeJS.ErrnoException,
  socket: Socket,
  requestTimeout: number,
): void {
  if (socket.writableEnded) return;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isLate = code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = isLate ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const answer = () => answerAndClose(socket, status);
  if (isReceiving(socket)) {
    // A request may be answered before all of it has come; one answer is enough.
    if (awaitsAnswer(socket)) answer();
    else socket.destroy();
  } else if (isLate && !isAnswered(socket)) {
    // It may be the server that did not read on.
    whenAnswered(socket, () => unlessRequested(socket, requestTimeout, answer));
  } else {
    whenAnswered(socket, answer);
  }
}
