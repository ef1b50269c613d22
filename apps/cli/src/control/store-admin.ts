import type { StoreErrorCode, StoreErrorDetails, StoreWith } from '@cfw-flow/store';

/**
 * What another process may ask the server that has a data directory open to do: methods of a store,
 * each with the types of its arguments before its options. A line here is all that a method needs.
 */
export const operations = {
  status: [],
  firewalls: [],
  verify: [],
  prune: ['number'],
  backup: ['string'],
} as const satisfies Partial<Record<keyof StoreWith, readonly ('number' | 'string')[]>>;

/** Name of a method that may be called. */
export type Operation = keyof typeof operations;

/** What can be done to the store of a data directory, whichever process has it open. */
export type StoreAdmin = Pick<StoreWith, Operation>;

/** Any of these methods. Its arguments and its result go between the processes as JSON. */
export type Method = (...args: unknown[]) => Promise<unknown>;

/** A call of a method, with its arguments before the options. */
export interface AdminRequest {
  operation: Operation;
  args: unknown[];
}

/** A line of the response. The last one is a result or an error. */
export type ResponseLine =
  /** What `onProgress` is called with. */
  { progress: unknown[] } | { result: unknown } | { error: ReportedError };

/** An error of the store, or any other one without a code; the message is for the user. */
export interface ReportedError {
  code?: StoreErrorCode;
  message: string;
  details?: StoreErrorDetails;
}

/** Whether what was received is a valid request. */
export function isAdminRequest(sent: unknown): sent is AdminRequest {
  if (typeof sent !== 'object' || sent === null) return false;
  const { operation, args } = sent as Partial<Record<keyof AdminRequest, unknown>>;
  if (typeof operation !== 'string' || !Object.hasOwn(operations, operation)) return false;
  const types: readonly string[] = operations[operation as Operation];
  return (
    Array.isArray(args) &&
    args.length === types.length &&
    types.every((type, index) => typeof args[index] === type)
  );
}
