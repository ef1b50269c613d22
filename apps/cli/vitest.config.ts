import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
// @boundaries-ignore The tags are the workspace's, not the package's.
import { tags } from '../../vitest.tags.ts';

export default defineConfig({
  test: {
    tags,
    include: ['src/**/*.test.ts'],
    env: {
      // A zone of time that is not UTC, so that mixing up the two shows.
      TZ: 'Asia/Shanghai',
      // The program is started hundreds of times: what is compiled once is kept.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)),
    },
    testTimeout: 60_000,
    // It is as long in a run with `--hookTimeout`, which doesn't reach a project.
    hookTimeout: 300_000,
    // A busy machine may halt a process for seconds.
    expect: { poll: { timeout: 60_000 } },
  },
});
