import { defineConfig } from 'vitest/config';

// Thousands of requests are signed here, which takes its time on a busy machine.
export default defineConfig({
  test: { name: 'signature', testTimeout: 30_000, hookTimeout: 300_000 },
});
