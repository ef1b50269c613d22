import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Many tests wait for processes of their own: a core that is left free is left idle.
    maxWorkers: '100%',
    projects: [
      'openapi',
      'packages/*',
      'packages/signature/vitest.webcrypto.config.ts',
      'apps/*',
      'scripts',
    ],
  },
});
