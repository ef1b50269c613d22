import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      'openapi',
      'packages/*',
      'packages/signature/vitest.webcrypto.config.ts',
      'apps/*',
      'scripts',
    ],
  },
});
