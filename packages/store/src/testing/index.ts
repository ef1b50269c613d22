/**
 * What proves a store: a brute-force oracle, random flows and questions, and the conformance
 * suite that holds every engine to the same answers. And a store in memory, for tests of what is
 * built upon one. Needs `fast-check`; any test runner will do.
 *
 * @module testing
 */
export * from './arbitraries.ts';
export * from './assert-property.ts';
export * from './conformance.ts';
export * from './format-logs.ts';
export * from './lts-line.ts';
export * from './memory-engine.ts';
export * from './memory-store.ts';
export * from './oracle/index.ts';
