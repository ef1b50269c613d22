import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: '@cfw-flow/console',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/texts.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
