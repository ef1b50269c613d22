import { defineConfig } from 'vitest/config';
import { tags } from '../vitest.tags.ts';

// On a busy machine, hooks take their time: `--hookTimeout` doesn't reach a project.
export default defineConfig({ test: { tags, hookTimeout: 300_000 } });
