import { defineConfig } from 'vitest/config';

// On a busy machine, hooks take their time: `--hookTimeout` doesn't reach a project.
export default defineConfig({ test: { hookTimeout: 300_000 } });
