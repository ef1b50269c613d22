import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/*
 * Node takes apart at once what a client sends at once, and would have every request of it handled and
 * every answer kept until the client reads. Here the requests of a connection are handled one after
 * another, each when the answer before has gone out. Meanwhile the connection is not read, so that no
 * more wait than came with one read.
 */

/**
 * Most requests of a connection that wait. Node reads 64 KiB at once, which is less than so many
 * questions: whoever has more in it sends something else.
 */
const maxWaiting = 400;

/** What the requests of a connection have come to. */
interface Connection {
  /** The last request that was handled. */
  request?: IncomingMessage;
  /** The answer under way. */
  response?: ServerResponse | undefined;
  /** What is to be done when that has gone out, in its order. */
  readonly waiting: (() => void)[];
}

const connections = new WeakMap<Socket, Connection>();

/** Handles the requests of each connection one after another, in their order. */
export function oneAtATime(handle: RequestListener): RequestListener {
  return (request, response) => {
    const { socket } = request;
    const connection = connectionOf(socket);
    whenAnswered(socket, () => {
      connection.request = request;
      connection.response = response;
      response.once('close', () => goOn(socket, connection));
      handle(request, response);
    });
  };
}

/** Does something when all that was asked before on a connection is answered. */
export function whenAnswered(socket: Socket, work: () => void): void {
  const { response, waiting } = connectionOf(socket);
  if (response === undefined) {
    work();
  } else if (waiting.length < maxWaiting) {
    waiting.push(work);
    pauseSoon(socket, waiting);
  } else {
    socket.destroy();
  }
}

/** Does something unless another request of a connection is handled within so many milliseconds. */
export function unlessRequested(socket: Socket, milliseconds: number, work: () => void): void {
  const { request } = connectionOf(socket);
  const timer = setTimeout(() => {
    if (connectionOf(socket).request === request) work();
  }, milliseconds);
  socket.once('close', () => clearTimeout(timer));
}

/** Whether all that was asked on a connection is answered. */
export function isAnswered(socket: Socket): boolean {
  return connectionOf(socket).response === undefined;
}

/** Whether an answer is being found on a connection: nothing of it has been sent. */
export function awaitsAnswer(socket: Socket): boolean {
  return connectionOf(socket).response?.headersSent === false;
}

/** Whether the request that was handled last on a connection is still coming. */
export function isReceiving(socket: Socket): boolean {
  return connectionOf(socket).request?.complete === false;
}

function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    connection = { waiting: [] };
    connections.set(socket, connection);
  }
  return connection;
}

function goOn(socket: Socket, connection: Connection): void {
  connection.response = undefined;
  const { waiting } = connection;
  while (connection.response === undefined && waiting.length > 0 && !socket.destroyed) {
    waiting.shift()!();
  }
  if (waiting.length > 0) pauseSoon(socket, waiting);
  else if (socket.isPaused()) socket.resume();
}

/** Stops reading as soon as all that was read is taken apart: until then, Node itself reads on. */
function pauseSoon(socket: Socket, waiting: readonly unknown[]): void {
  process.nextTick(() => {
    if (waiting.length > 0) socket.pause();
  });
}
