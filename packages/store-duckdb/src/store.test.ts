// @module-tag slow

import { allCapabilities, conformance } from '@cfw-flow/store/testing';
import { describe, it } from 'vitest';
import { openDuckdbStore } from './index.ts';

describe('the DuckDB store', () => {
  for (const { title, run } of conformance(allCapabilities)) {
    it(title, () => run((options) => openDuckdbStore(options)), 600_000);
  }
});
