import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type RequestToSign,
  type RequestToVerify,
  signRequest,
  signRequestV11,
  verifyRequest,
} from './index.ts';

const credentials = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const date = new Date('2026-01-02T03:04:05Z');
const secrets = new Map([[credentials.accessKey, credentials.secretKey]]);
const trust = { secretKey: (accessKey: string) => secrets.get(accessKey), now: date.getTime() };

const question = {
  method: 'GET',
  url: 'https://cfw.example/v1/a16d/cfw/logs/flow-statistic?item=dst_host&vgw_id=b&vgw_id=a',
  headers: { 'X-Project-Id': 'a16d' },
} satisfies RequestToSign;

const plain = (request: RequestToSign) => signRequest(request, credentials, { date });
const derived = (request: RequestToSign) =>
  signRequestV11(request, credentials, { region: 'cn-north-4', service: 'cfw' }, { date });

/** A request as it arrives at a server: all its headers, `Host` among them. */
async function arriving(request: RequestToSign & { url: string; headers: object }, sign = plain) {
  const added = await sign(request);
  return {
    ...request,
    headers: {
      Host: new URL(request.url).host,
      'User-Agent': 'test',
      ...request.headers,
      ...added,
    } as Record<string, string>,
  };
}

async function reason(request: RequestToVerify, options: object = {}) {
  const verdict = await verifyRequest(request, { ...trust, ...options });
  return verdict.valid ? 'valid' : verdict.reason;
}

describe('a verifier', () => {
  it.each([
    ['SDK-HMAC-SHA256', plain],
    ['V11-HMAC-SHA256', derived],
  ])('accepts what was signed by %s, and tells whose it is', async (_, sign) => {
    const request = await arriving(question, sign);
    expect(await verifyRequest(request, trust)).toEqual({ valid: true, accessKey: 'AccessKey' });
  });

  it('rejects a request of which any part was changed', async () => {
    const body = '{"name":"test"}';
    const request = await arriving({ ...question, method: 'POST', body });
    const { headers } = request;
    const changed: RequestToSign[] = [
      { ...request, method: 'PUT' },
      { ...request, url: request.url.replace('a16d', 'a16e') },
      { ...request, url: request.url.replace('dst_host', 'src_ip') },
      { ...request, url: `${request.url}&size=1000` },
      { ...request, body: body.replace('test', 'tost') },
      { ...request, body: '' },
      { ...request, headers: { ...headers, 'X-Project-Id': 'a16e' } },
      { ...request, headers: { ...headers, Host: 'other.example' } },
      { ...request, headers: { ...headers, 'X-Sdk-Date': '20260102T030406Z' } },
    ];
    expect(await reason(request)).toBe('valid');
    for (const one of changed) expect(await reason(one)).toBe('mismatch');
  });

  it('takes a method in another case for the same, since the protocol signs it in capitals', async () => {
    const request = await arriving(question);
    expect(await reason({ ...request, method: 'get' })).toBe('valid');
    expect(await reason(await arriving({ ...question, method: 'Get' }))).toBe('valid');
    expect(await reason({ ...request, method: 'head' })).toBe('mismatch');
  });

  it.each([
    ['SDK-HMAC-SHA256', plain],
    ['V11-HMAC-SHA256', derived],
  ])('rejects a %s Authorization with any one character changed', async (_, sign) => {
    const request = await arriving(question, sign);
    const authorization = request.headers['Authorization']!;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(authorization.length - 1),
        fc.constantFrom(...'0aAzZ;/,= '),
        async (at, character) => {
          fc.pre(authorization[at] !== character);
          const Authorization =
            authorization.slice(0, at) + character + authorization.slice(at + 1);
          // White space between the parts means nothing.
          fc.pre(Authorization.replaceAll(' ', '') !== authorization.replaceAll(' ', ''));
          const headers = { ...request.headers, Authorization };
          expect(await reason({ ...request, headers })).not.toBe('valid');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes a date up to 15 minutes off, either way', async () => {
    const request = await arriving(question);
    const minutes = (count: number) => ({ now: date.getTime() + count * 60_000 });
    expect(await reason(request, minutes(15))).toBe('valid');
    expect(await reason(request, minutes(-15))).toBe('valid');
    expect(await reason(request, minutes(15.1))).toBe('expired');
    expect(await reason(request, minutes(-15.1))).toBe('expired');
    expect(await reason(request, { ...minutes(15), tolerance: 1000 })).toBe('expired');
  });

  it('takes nothing when its clock or its tolerance is no number', async () => {
    const request = await arriving(question);
    expect(await reason(request, { now: Number.NaN })).toBe('expired');
    expect(await reason(request, { tolerance: Number.NaN })).toBe('expired');
  });

  it.each([[''], [null], [undefined]])('knows no key whose secret is %j', async (secret) => {
    for (const sign of [plain, derived]) {
      const request = await arriving(question, sign);
      expect(await reason(request, { secretKey: () => secret })).toBe('access-key');
    }
  });

  it('reads a header with several values as one, whether they come as a list or not', async () => {
    const request = await arriving({ ...question, headers: { 'Set-Cookie': 'a=1, b=2' } });
    const { 'Set-Cookie': _, ...others } = request.headers;
    const headers = { ...others, 'set-cookie': ['a=1', 'b=2'] };
    expect(await reason({ ...request, headers })).toBe('valid');
    const changed = { ...others, 'set-cookie': ['a=1', 'b=3'] };
    expect(await reason({ ...request, headers: changed })).toBe('mismatch');
    const pairs = [...Object.entries(others), ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']];
    expect(await reason({ ...request, headers: pairs as [string, string][] })).toBe('valid');
    const lists = Object.entries(request.headers).map(([name, value]) => [name, [value]] as const);
    expect(await reason({ ...request, headers: Object.fromEntries(lists) })).toBe('valid');
  });

  it('says something to whatever a client sends', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          url: fc.string({ unit: 'binary' }),
          host: fc.oneof(fc.constant('['), fc.string()),
          name: fc.constantFrom('authorization', 'x-sdk-date', 'x-project-id', 'set-cookie'),
          value: fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.array(fc.string()),
            fc.constant(undefined),
          ),
          body: fc.oneof(fc.string(), fc.uint8Array()),
        }),
        async ({ url, host, name, value, body }) => {
          const { headers } = await arriving(question);
          const lower = Object.entries(headers).map(([key, one]) => [key.toLowerCase(), one]);
          const sent = { ...Object.fromEntries(lower), host, [name]: value };
          for (const target of [url, `https://${host}${url}`, question.url]) {
            const verdict = await verifyRequest(
              { method: 'GET', url: target, headers: sent, body },
              trust,
            );
            expect(verdict.valid).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    ));

  it('wants the date to be there, to be a date and to be signed', async () => {
    const request = await arriving(question);
    const { 'X-Sdk-Date': _, ...undated } = request.headers;
    expect(await reason({ ...request, headers: undated })).toBe('date');
    const garbled = { ...request.headers, 'X-Sdk-Date': 'yesterday' };
    expect(await reason({ ...request, headers: garbled })).toBe('date');
    const impossible = { ...request.headers, 'X-Sdk-Date': '20261399T000000Z' };
    expect(await reason({ ...request, headers: impossible })).toBe('date');
    const unsigned = request.headers['Authorization']!.replace(';x-sdk-date', '');
    expect(
      await reason({ ...request, headers: { ...request.headers, Authorization: unsigned } }),
    ).toBe('date');
  });

  it('wants the day of a derived key to be the day of the date', async () => {
    const request = await arriving(question, derived);
    const Authorization = request.headers['Authorization']!.replace('20260102', '20260101');
    expect(await reason({ ...request, headers: { ...request.headers, Authorization } })).toBe(
      'date',
    );
  });

  it('says that a key is unknown, a header is not there, or nothing was signed', async () => {
    const request = await arriving(question);
    expect(await reason(request, { secretKey: () => undefined })).toBe('access-key');
    expect(await reason(request, { secretKey: async () => 'another' })).toBe('mismatch');
    const { 'X-Project-Id': _, ...fewer } = request.headers;
    expect(await reason({ ...request, headers: fewer })).toBe('header');
    const unset = { ...request.headers, 'X-Project-Id': undefined };
    expect(await reason({ ...request, headers: unset })).toBe('header');
    expect(await reason(question)).toBe('missing');
    for (const Authorization of [
      '',
      'Bearer token',
      'SDK-HMAC-SHA256 Access=AccessKey',
      'SDK-HMAC-SM3 Access=a, SignedHeaders=b, Signature=c',
    ]) {
      expect(await reason({ ...question, headers: { Authorization } })).toBe('malformed');
    }
  });

  it('does not let a header speak for a body', async () => {
    const signed = await arriving({ ...question, method: 'POST', body: 'the body' });
    const hash = 'a'.repeat(64);
    for (const claim of ['UNSIGNED-PAYLOAD', hash]) {
      const headers = { ...signed.headers, 'X-Sdk-Content-Sha256': claim };
      expect(await reason({ ...signed, body: 'another', headers })).toBe('mismatch');
    }
    const claimed = await arriving({
      ...question,
      method: 'POST',
      headers: { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' },
      body: 'anything',
    });
    expect(await reason(claimed)).toBe('mismatch');
  });
});

describe('a verifier accepts the way in which', () => {
  it('the Go client signs neither Host nor Content-Type', async () => {
    const request = await arriving(question, (one) =>
      signRequest(one, credentials, { date, signedHeaders: ['x-project-id', 'x-sdk-date'] }),
    );
    const headers = { ...request.headers, 'Content-Type': 'application/json' };
    expect(await reason({ ...request, headers })).toBe('valid');
  });

  it('the Go client writes a space as a plus', async () => {
    const request = await arriving({ ...question, url: 'https://cfw.example/?q=a%20b%2Bc' });
    expect(await reason({ ...request, url: 'https://cfw.example/?q=a+b%2Bc' })).toBe('valid');
  });

  it('the Node client adds User-Agent after it signed', async () => {
    const request = await arriving({
      ...question,
      headers: { 'content-type': 'application/json', 'x-project-id': 'a16d' },
    });
    const headers = { ...request.headers, 'User-Agent': 'huaweicloud-usdk-nodejs/3.0' };
    expect(await reason({ ...request, headers })).toBe('valid');
  });

  it('the Node client encodes a path that is encoded already', async () => {
    const request = await arriving({ ...question, url: 'https://cfw.example/a%2520b' });
    expect(await reason({ ...request, url: 'https://cfw.example/a%20b' })).toBe('valid');
  });

  it('the PHP client declares the payload unsigned even where there is none', async () => {
    const request = await arriving({
      ...question,
      headers: { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD', 'Content-Type': 'application/json' },
    });
    expect(await reason(request)).toBe('valid');
  });

  it('the Python client hashes the empty body in spite of such a header', async () => {
    const added = await signRequest(question, credentials, { date });
    const headers = {
      Host: 'cfw.example',
      ...question.headers,
      ...added,
      'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD',
    };
    expect(await reason({ ...question, headers })).toBe('valid');
  });

  it('Terraform adds X-Project-Id after it signed', async () => {
    const request = await arriving({ ...question, headers: {} });
    const headers = { ...request.headers, 'X-Project-Id': 'a16d' };
    expect(await reason({ ...request, headers })).toBe('valid');
  });

  it('parameters and repeated values go on the wire in any order', async () => {
    const request = await arriving(question);
    const url = request.url.replace(
      'item=dst_host&vgw_id=b&vgw_id=a',
      'vgw_id=a&item=dst_host&vgw_id=b',
    );
    expect(await reason({ ...request, url })).toBe('valid');
  });
});
