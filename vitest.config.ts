import { defineConfig } from 'vitest/config';
import { tags } from './vitest.tags.ts';

export default defineConfig({
  test: {
    tags,
    projects: [
      'openapi',
      'packages/*',
      'packages/signature/vitest.webcrypto.config.ts',
      'apps/*',
      'scripts',
    ],
  },
});
