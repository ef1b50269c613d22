import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signRequest, verifyRequest } from './index.ts';

const credentials = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const trust = { secretKey: () => credentials.secretKey };
const origin = 'https://cfw.example';

async function verdict(signed: string, arrived: string | URL, host = 'cfw.example') {
  const headers = await signRequest({ method: 'GET', url: origin + signed }, credentials, {
    signedHeaders: ['x-sdk-date'],
  });
  const request = { method: 'GET', url: arrived, headers: { host, ...headers } };
  const result = await verifyRequest(request, trust);
  return result.valid ? 'valid' : result.reason;
}

describe('a signature of one request target', () => {
  it.each([
    ['/v1/a?item=x&size=5', '/v1/a?item=x&size=5&#&size=1000', 'a fragment that Node passes on'],
    ['/v1/a?item=x', '/v1/a?item=x#', 'an empty fragment'],
    ['/v1/a', '/v1/a#/b', 'a fragment of the path'],
    ['/v1/b', '/v1/a/../b', 'a dot segment'],
    ['/v1/b', '/v1/./b', 'a dot segment that stays'],
    ['/v1/b', '/v1/b/.', 'a dot segment at the end'],
    ['/v1/b', '/v1/a/%2e%2E/b', 'an encoded dot segment'],
    ['/v1/b', '/v1/a/.%2e/b', 'a dot segment of which half is encoded'],
    ['/v1/b', '/v1\\b', 'a backslash'],
    ['/b?a=%5C', '/b?a=\\', 'a backslash in the query'],
    ['/b', '/b\t', 'a tab'],
    ['/b', '/b\n', 'a line break'],
    ['/b?a=1', '/b?a=\r1', 'a line break in the query'],
    ['/b', ' /b', 'white space before it'],
    ['/b', '/b\u007f', 'a control character'],
    ['/b%C3%BC', '/bü', 'text beyond ASCII'],
    ['/b?a=%25zz', '/b?a=%zz', 'an encoding that is none'],
    ['/b%25z', '/b%z', 'an encoding that is none, in the path'],
    ['/b?a=%25FF', '/b?a=%FF', 'bytes that are no UTF-8'],
    ['/b?a=%EF%BF%BD', '/b?a=%FF', 'bytes that are no UTF-8, for those of the character for it'],
    ['/b%25C0%25AF', '/b%C0%AF', 'bytes of UTF-8 that are too long, in the path'],
    ['/', '*', 'an asterisk'],
    ['/cfw', 'cfw', 'no slash at all'],
    ['/?a=1', '?a=1', 'a query alone'],
    ['/', '', 'nothing'],
    ['/b', 'mailto:/b', 'a URL without an origin'],
    ['/b', 'https://cfw.example\\/b', 'a backslash behind the origin'],
    ['/b', 'https://cfw.example#/b', 'a fragment behind the origin'],
  ])('%s is not one of %j, with %s', async (signed, arrived) => {
    expect(await verdict(signed, signed)).toBe('valid');
    expect(await verdict(signed, arrived)).toBe('target');
  });

  it.each([
    ['/v1/a?item=x', '/v1/a?item=x&size=1000'],
    ['/v1/a?item=x', '/v1/a??item=x'],
    ['/v1/a', '//v1/a'],
    ['/v1/a//', '/v1/a/'],
    ['/v1/a%2Fb', '/v1/a/b'],
    ['/b?a=1%2B2', '/b?a=1+2'],
    ['/b?a=1%26c=2', '/b?a=1&c=2'],
    ['/b?a=%2526', '/b?a=%26'],
    ['/b?a=1&a=2', '/b?a=1'],
    ['/b?a=1', '/b?A=1'],
  ])('%s is not one of %s', async (signed, arrived) => {
    expect(await verdict(signed, arrived)).toBe('mismatch');
  });

  it.each([
    ['/v1/a', '/v1/a/', 'a slash at the end'],
    ['/v1/a?b=1', '/v1/a/?b=1', 'a slash at the end, before a query'],
    ['/b?a=1&a=2&b=3', '/b?b=3&a=2&a=1', 'the order of parameters'],
    ['/b?a=1&b=2', '/b?&a=1&&b=2&', 'empty pairs'],
    ['/b', '/b?', 'an empty query'],
    ['/b?a=', '/b?a', 'a name without a value'],
    ['/b?a=1%202', '/b?a=1+2', 'a space as a plus'],
    ['/~b?a=%2f', '/%7eb?a=/', 'the way a character is encoded'],
    ['/v1/%2525', '/v1/%25', 'a path that is encoded once more, as the vendor’s Node client does'],
  ])('%s is one of %s, too: the protocol leaves out %s', async (signed, arrived) => {
    expect(await verdict(signed, arrived)).toBe('valid');
  });

  it('is verified whether an origin stands before it or not', async () => {
    const target = '/v1/a?item=x';
    for (const before of ['', origin, 'HTTP://127.0.0.1:80', 'https://[', 'https://undefined']) {
      expect(await verdict(target, before + target)).toBe('valid');
    }
    expect(await verdict(target, new URL(origin + target))).toBe('valid');
    expect(await verdict(target, new URL(`${origin}${target}#`))).toBe('target');
    expect(await verdict('/', origin)).toBe('valid');
    expect(await verdict('/?a=1', `${origin}?a=1`)).toBe('valid');
  });

  it.each(['https://', '/', '/?', 'a'])(
    'is told from a very long target that begins with %s in no time',
    async (start) => {
      // Of the processor: a busy machine takes its time.
      const before = process.cpuUsage();
      expect(await verdict('/b', `${start}${'a'.repeat(300_000)}#`)).toBe('target');
      expect(process.cpuUsage(before).user).toBeLessThan(10e6);
    },
  );

  it('is not one of its end behind a Host that holds its beginning', async () => {
    for (const host of ['cfw.example/v1', 'cfw.example?', 'cfw.example/v1/a?']) {
      expect(await verdict('/v1/a', '/v1/a', host)).toBe('target');
    }
    expect(await verdict('/v1/a', 'https://cfw.example/v1/a', 'cfw.example/v1')).toBe('target');
  });

  it('is not that of any other that means something else', async () => {
    await fc.assert(
      fc.asyncProperty(targets, edits, async (signed, { kind, at, character }) => {
        const place = Math.floor(at * (signed.length + (kind === 'insert' ? 1 : 0)));
        const arrived =
          signed.slice(0, place) +
          (kind === 'delete' ? '' : character) +
          signed.slice(kind === 'insert' ? place : place + 1);
        fc.pre(arrived !== signed);
        const same = meaning(arrived) === meaning(signed);
        expect([arrived, await verdict(signed, arrived)]).toEqual([
          arrived,
          same ? 'valid' : expect.stringMatching(/^(target|mismatch)$/),
        ]);
      }),
      { numRuns: 4000 },
    );
  });

  it('lets nothing pass that Node makes of a raw request', async () => {
    const seen: string[] = [];
    const server = createServer(({ method = '', url = '', headers }, response) => {
      seen.push(url);
      void verifyRequest({ method, url, headers }, trust).then((result) =>
        response.end(result.valid ? 'valid' : result.reason),
      );
    });
    server.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    const headers = await signRequest(
      { method: 'GET', url: `http://${host}/v1/a?item=x` },
      credentials,
    );
    const lines = Object.entries({ ...headers, Host: host, Connection: 'close' });

    async function send(target: string) {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `GET ${target} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`,
      );
      return (await text(socket)).split('\r\n\r\n')[1];
    }
    expect(await send('/v1/a?item=x')).toBe('valid');
    expect(await send('/v1/a?item=x&#&size=1000')).toBe('target');
    expect(await send('/v1/b/../a?item=x')).toBe('target');
    expect(seen[1]).toBe('/v1/a?item=x&#&size=1000');
  });
});

/** Targets as clients send them, whose parts hold any text. */
const part = fc.oneof(
  fc.constantFrom('a', '1', '%', '%25', '+', ' ', '&=?#/', '\\', '..a', '中', '\u{1F600}'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);
const targets = fc
  .record({
    path: fc.array(part, { maxLength: 3 }),
    query: fc.array(fc.tuple(part, fc.option(part)), { maxLength: 3 }),
  })
  .filter(({ path }) => !path.some((segment) => segment === '.' || segment === '..'))
  .map(({ path, query }) => {
    const pairs = query.map((pair) =>
      pair
        .filter((one) => one !== null)
        .map((one) => encodeURIComponent(one))
        .join('='),
    );
    const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
    return `/${path.map((segment) => encodeURIComponent(segment)).join('/')}${search}`;
  });

const edits = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace'),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  character: fc.oneof(
    fc.constantFrom(...'#\\/.%?&=+;@: \t\r\n\u0000025aeFü'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

/** What a target says but for what the protocol leaves out; nothing when it says nothing clear. */
function meaning(target: string): string | undefined {
  if (!/^\/[!-~]*$/.test(target) || /[#\\]/.test(target)) return undefined;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  try {
    const segments = path.replace(/\/$/, '').split('/').map(decodeURIComponent);
    if (segments.some((segment) => segment === '.' || segment === '..')) return undefined;
    const pairs = query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
        return [pair.slice(0, equals), pair.slice(equals + 1)].map((one) =>
          decodeURIComponent(one.replaceAll('+', '%20')),
        );
      });
    return JSON.stringify([segments, pairs.map((pair) => JSON.stringify(pair)).sort()]);
  } catch {
    return undefined;
  }
}
