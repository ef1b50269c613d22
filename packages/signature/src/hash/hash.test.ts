import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as node from './node.ts';
import * as webcrypto from './webcrypto.ts';

/** Lone surrogates, which no UTF-8 has, are among them. */
const text = fc.string({ unit: 'binary' });
const secret = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });

describe('the hash of Node and that of WebCrypto', () => {
  it('are the same of any text and any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array()), async (data) => {
        expect(node.sha256Hex(data)).toBe(await webcrypto.sha256Hex(data));
      }),
    ));

  it('sign any text alike, with a secret and with a key made of one', () =>
    fc.assert(
      fc.asyncProperty(secret, text, async (word, data) => {
        const ours = node.hmac(node.hmacKey(word), data);
        const theirs = await webcrypto.hmac(await webcrypto.hmacKey(word), data);
        expect(node.hex(ours)).toBe(webcrypto.hex(theirs));
        const ourKey = node.hmacKey(ours);
        const theirKey = await webcrypto.hmacKey(theirs);
        expect(node.hex(node.hmac(ourKey, data))).toBe(
          webcrypto.hex(await webcrypto.hmac(theirKey, data)),
        );
      }),
    ));

  it('take the same signatures for good', () =>
    fc.assert(
      fc.asyncProperty(secret, text, fc.nat(31), fc.nat(255), async (word, data, at, change) => {
        const key = await webcrypto.hmacKey(word);
        const signature = new Uint8Array(await webcrypto.hmac(key, data));
        signature[at]! ^= change;
        const good = change === 0;
        expect(node.isHmac(node.hmacKey(word), signature, data)).toBe(good);
        expect(await webcrypto.isHmac(key, signature, data)).toBe(good);
      }),
    ));

  it('write any text in the same digits', () =>
    fc.assert(
      fc.property(text, (data) => {
        expect(node.hex(data)).toBe(webcrypto.hex(data));
      }),
    ));

  it('refuse an empty secret', async () => {
    expect(() => node.hmacKey('')).toThrow('key');
    await expect(webcrypto.hmacKey('')).rejects.toThrow('key');
  });
});
