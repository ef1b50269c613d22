import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest, signRequestV11 } from './index.ts';
import { sdkDate } from './sdk-date.ts';

/** What is used of the signers in the vendor's SDK for Node, which is CommonJS. */
interface VendorSigner {
  sign(request: object, credential: object): Record<string, string>;
}
const require = createRequire(import.meta.url);
const { AKSKSigner } = require('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner') as {
  AKSKSigner: VendorSigner;
};
const { DerivedAKSKSigner } =
  require('@huaweicloud/huaweicloud-sdk-core/auth/DerivedAKSKSigner') as {
    DerivedAKSKSigner: VendorSigner;
  };

const date = new Date('2026-01-02T03:04:05Z');
const scope = { region: 'cn-north-4', service: 'cfw' };

/** Texts in which signers go wrong: unicode, reserved characters, spaces, plus signs, emptiness. */
const text = fc.oneof(
  fc.constantFrom('', ' ', '+', '%', '%20', "*()'!", '~-._', 'a+b c', '中国', '\u{1F600}', '&=?#/'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const name = text.filter((value) => value !== '' && value !== '__proto__');

/** Header values as a client sends them: the vendor's signer does not trim. */
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const headerName = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/).map((word) => `x-${word}`);

const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  segments: fc.array(
    fc.stringMatching(/^[A-Za-z0-9._~-]{1,8}$/).filter((s) => !/^\.+$/.test(s)),
    {
      maxLength: 4,
    },
  ),
  query: fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 })), {
    maxKeys: 5,
  }),
  headers: fc.dictionary(headerName, headerValue, { maxKeys: 4 }),
  body: fc.option(fc.dictionary(name, text, { maxKeys: 3 }), { nil: undefined }),
  accessKey: fc.stringMatching(/^[A-Z0-9]{20}$/),
  secretKey: fc.stringMatching(/^[A-Za-z0-9]{40}$/),
});

type Request = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

describe('a signature', () => {
  it('is bit for bit that of the signer in the vendor’s SDK for Node', () =>
    fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(await ours(request)).toBe(theirs(AKSKSigner, request));
      }),
      { numRuns: 2000 },
    ));

  it('with a derived key is bit for bit that of the vendor’s, too', () =>
    fc.assert(
      fc.asyncProperty(requests, async (request) => {
        expect(await ours(request, scope)).toBe(theirs(DerivedAKSKSigner, request));
      }),
      { numRuns: 2000 },
    ));
});

function url(request: Request): string {
  const pairs = Object.entries(request.query).flatMap(([key, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`),
  );
  const search = pairs.length > 0 ? `?${pairs.join('&')}` : '';
  return `https://cfw.example/${request.segments.join('/')}${search}`;
}

async function ours(random: Request, derivedKey?: typeof scope) {
  const { accessKey, secretKey, method, headers, body } = random;
  const request = {
    method,
    url: url(random),
    headers,
    ...(body && { body: JSON.stringify(body) }),
  };
  const added = derivedKey
    ? await signRequestV11(request, { accessKey, secretKey }, derivedKey, { date })
    : await signRequest(request, { accessKey, secretKey }, { date });
  return added['Authorization'];
}

function theirs(signer: VendorSigner, request: Request) {
  const { accessKey, secretKey, method, headers, query, body } = request;
  const signed = signer.sign(
    {
      endpoint: url(request).split('?')[0],
      method,
      headers: { ...headers, 'X-Sdk-Date': sdkDate(date) },
      // The vendor sorts a caller's list in place.
      queryParams: structuredClone(query),
      data: body,
    },
    {
      getAk: () => accessKey,
      getSk: () => secretKey,
      getRegionId: () => scope.region,
      getDerivedAuthServiceName: () => scope.service,
    },
  );
  return signed['Authorization'];
}
