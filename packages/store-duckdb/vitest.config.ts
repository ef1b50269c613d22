import { defineConfig } from 'vitest/config';

// A real database on a busy machine may take its time.
export default defineConfig({ test: { name: 'store-duckdb', testTimeout: 120_000 } });
