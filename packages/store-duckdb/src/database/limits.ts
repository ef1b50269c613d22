import { usableMemory } from '@cfw-flow/store';

/** Least memory of the engine, in bytes: two questions and an ingest at a time need about as much. */
const minMemory = 256 * 1024 * 1024;

/** Memory of the engine when nobody says: half of what there is, in bytes. */
export function usualMemoryLimit(): number {
  return Math.max(minMemory, Math.floor(usableMemory() / 2));
}

/** @throws RangeError when the most memory of the engine, in bytes, is none that it can do with */
export function checkMemoryLimit(memoryLimit: number): void {
  if (Number.isSafeInteger(memoryLimit) && memoryLimit >= minMemory) return;
  throw new RangeError(
    `The option memoryLimit is ${memoryLimit}, not an integer from ${minMemory} to ${Number.MAX_SAFE_INTEGER}`,
  );
}
