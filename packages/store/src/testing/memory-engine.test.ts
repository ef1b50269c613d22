import { describe, it } from 'vitest';
import { conformance } from './conformance.ts';
import { openMemoryStore } from './memory-store.ts';

describe('the store in memory', () => {
  for (const { title, run } of conformance(['explain', 'prune', 'reEnrich'])) {
    it(title, () => run(async (options) => openMemoryStore(options)));
  }
});
