import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'runtimes',
    include: ['*.test.ts'],
    globalSetup: 'packed-project.ts',
    // Starting a runtime for the first time takes its time on a small machine.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
