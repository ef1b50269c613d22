import type { FlowStore, StoreErrorCode, StoreErrorDetails } from '@cfw-flow/store';

/**
 * What another process may ask of the server that has a data directory open: methods of a store, each
 * with the types of its arguments before its options. A line here is all that a method needs.
 */
export const operations = {
  status: [],
  firewalls: [],
  verify: [],
  prune: ['number'],
  backup: ['string'],
} as const satisfies Partial<Record<keyof FlowStore, readonly ('number' | 'string')[]>>;

/** Name of a method that may be asked for. */
export type Operation = keyof typeof operations;

/** The flows of a data directory as housekeeping sees them, whichever process has them open. */
export type HeldFlows = Pick<FlowStore, Operation>;

/** Any of these methods. What it takes and gives goes between the processes as JSON. */
export type Method = (...args: unknown[]) => Promise<unknown>;

/** What is asked: a method, with its arguments before the options. */
export interface Question {
  operation: Operation;
  args: unknown[];
}

/** A line of the answer. The last one is a result or an error. */
export type AnswerLine =
  /** What `onProgress` is called with. */
  { progress: unknown[] } | { result: unknown } | { error: Told };

/** An error of the store, or without a code any other, in words for the person who asked. */
export interface Told {
  code?: StoreErrorCode;
  message: string;
  /** What an error of the store is about. */
  details?: StoreErrorDetails;
}

/** Whether something that was sent is a question. */
export function isQuestion(sent: unknown): sent is Question {
  if (typeof sent !== 'object' || sent === null) return false;
  const { operation, args } = sent as Partial<Record<keyof Question, unknown>>;
  if (typeof operation !== 'string' || !Object.hasOwn(operations, operation)) return false;
  const types: readonly string[] = operations[operation as Operation];
  return (
    Array.isArray(args) &&
    args.length === types.length &&
    types.every((type, place) => typeof args[place] === type)
  );
}
