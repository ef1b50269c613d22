import type { IncomingMessage } from 'node:http';
import { GatewayRefusal } from './gateway.ts';

/** A host and a port, as a client writes them: nothing of a path or of a user. */
const hostAndPort = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._~%!$&'()*+,;=-]+)(?::\d*)?$/i;

/** A target that is a whole URL, as clients send it to proxies. */
const absoluteTarget = /^https?:\/\/([^/?#]*)/i;

/** The path and query of a target. */
export function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.replace(absoluteTarget, '');
  return path.startsWith('/') ? path : `/${path}`;
}

/**
 * Checks that a request says once, and in a way that nobody can read otherwise, which host it is for:
 * whoever decides by that, such as a proxy before the server, decides by the same.
 *
 * @param target - what it asks for, as it was sent
 * @throws {@link GatewayRefusal} with status 400
 */
export function checkHost(
  { rawHeaders, headers, httpVersion }: IncomingMessage,
  target: string,
): void {
  const { host } = headers;
  const asked = absoluteTarget.exec(target)?.[1];
  if (asked !== undefined && asked.toLowerCase() !== host?.toLowerCase()) {
    throw new GatewayRefusal(
      400,
      `The request is for ${quote(asked)}, its Host header is not. This server is no proxy: send the path alone.`,
    );
  }
  if (host === undefined) {
    if (httpVersion === '1.0') return;
    throw new GatewayRefusal(400, 'The request has no Host header, which says where it goes.');
  }
  if (timesGiven('host', rawHeaders) > 1) {
    throw new GatewayRefusal(400, 'The request has more than one Host header. Send one.');
  }
  if (!hostAndPort.test(host)) {
    throw new GatewayRefusal(
      400,
      `The Host header is ${quote(host)}. It takes a host and a port, such as 127.0.0.1:8239.`,
    );
  }
}

function timesGiven(name: string, rawHeaders: readonly string[]): number {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.length === name.length && rawHeaders[index]!.toLowerCase() === name)
      times++;
  }
  return times;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
