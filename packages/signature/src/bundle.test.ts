import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type Rollup } from 'vite';
import { expect, test } from 'vitest';

const entry = join(import.meta.dirname, 'bundle-test-entry.ts');

/** The smallest program that signs. */
const program = `
import { signRequest } from '@cfw-flow/signature';
export const headers = await signRequest(
  { method: 'GET', url: 'https://cfw.example' },
  { accessKey: 'AK', secretKey: 'SK' },
);
`;

/** The program as Vite bundles it, minified. */
async function bundled(config: InlineConfig = {}): Promise<string> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? program : undefined),
      },
    ],
    ...config,
    build: {
      write: false,
      minify: 'oxc',
      target: 'es2022',
      modulePreload: false,
      ssr: config.ssr !== undefined,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })) as Rollup.RollupOutput;
  expect(output).toHaveLength(1);
  return output[0].code;
}

test('a browser gets WebCrypto alone, in at most 1354 bytes, minified and compressed', async () => {
  const code = await bundled();
  expect(code).toContain('crypto.subtle.digest');
  expect(code).not.toContain('node:');
  expect(gzipSync(code).length).toBeLessThanOrEqual(1354);
});

test.each([['workerd', 'worker', 'browser'], ['edge-light', 'worker'], ['react-native']])(
  'so does what asks for %s',
  async (...conditions) => {
    const code = await bundled({ resolve: { conditions } });
    expect(code).toContain('crypto.subtle.digest');
    expect(code).not.toContain('node:');
  },
);

test.each([['node'], ['bun', 'node'], ['deno', 'node']])(
  'what asks for %s gets the hash of Node alone',
  async (...conditions) => {
    const code = await bundled({ ssr: { resolve: { conditions }, noExternal: true } });
    expect(code).toMatch(/from"node:crypto"/);
    expect(code).not.toContain('subtle');
  },
);
