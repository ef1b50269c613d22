import { defineConfig } from 'vitest/config';
// @boundaries-ignore The tags are the workspace's, not the package's.
import { tags } from '../../vitest.tags.ts';

export default defineConfig({
  test: {
    tags,
    name: '@cfw-flow/console',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/texts.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
