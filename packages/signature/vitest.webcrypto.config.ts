import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The same tests again with the hash that browsers and workers have, which Node has as well. */
export default defineConfig({
  resolve: {
    alias: { '#hash': fileURLToPath(new URL('src/hash/webcrypto.ts', import.meta.url)) },
  },
  test: {
    name: 'signature with WebCrypto',
    include: ['src/{sign,vendor,verify,request-target}.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 300_000,
  },
});
