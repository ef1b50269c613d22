import { StoreError } from '@cfw-flow/store';

/** What a store may use. */
export interface Limits {
  /** Most memory of the engine, in bytes. */
  memoryLimit: number;
  /** Longest time from a question to its answer, in milliseconds. */
  deadline: number;
}

/** Two questions and an ingest at a time need about as much. */
const minMemory = 256 * 1024 * 1024;

/** @throws RangeError when a limit is none */
export function checkLimits({ memoryLimit, deadline }: Limits): void {
  checkLimit('memoryLimit', memoryLimit, minMemory, Number.MAX_SAFE_INTEGER);
  checkLimit('deadline', deadline, 1, 2 ** 31 - 1);
}

function checkLimit(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`The option ${option} is ${value}, not an integer from ${least} to ${most}`);
}

/** The error of a question that found no answer in time. */
export function lateAnswer({ deadline }: Limits): StoreError {
  return new StoreError(
    'DEADLINE',
    `No answer was found in ${deadline} ms. Ask about a shorter window, or later, or give the store a longer deadline.`,
  );
}
