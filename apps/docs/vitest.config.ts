import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
// @boundaries-ignore The tags are the workspace's, not the package's.
import { tags } from '../../vitest.tags.ts';

export default defineConfig({
  test: {
    tags,
    // The program is started many times: what is compiled once is kept.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)),
    },
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
