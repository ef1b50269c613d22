import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { answerHeaders, jsonType, newRequestId } from './answer-headers.ts';
import { gatewayError, type GatewayStatus } from './gateway.ts';

/** How long a client may still send before it reads its answer, in milliseconds. */
const lingering = 1000;

/**
 * Answers what Node makes no request of, in the form of the gateway, and closes the connection. It is
 * closed a moment later, since a client that is still sending would lose the answer.
 */
export function answerAndClose(socket: Socket, status: GatewayStatus): void {
  const requestId = newRequestId();
  const body = JSON.stringify(gatewayError(status, requestId));
  const headers = {
    ...answerHeaders(requestId),
    'Content-Type': jsonType,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
  const timer = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => clearTimeout(timer));
}
