import { connect, type Socket } from 'node:net';

/** Opens a connection to a server. */
export function connectTo(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  return connect(Number(port), hostname.replace(/[[\]]/g, ''));
}

/** What comes on a connection until it is closed, in whatever way. */
export function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', () => resolve(text)));
}

/** Sends bytes to a server; gives what it writes back until it closes the connection. */
export function exchange(origin: string, bytes: string): Promise<string> {
  const socket = connectTo(origin);
  socket.write(bytes);
  return untilClosed(socket);
}
