import type { FlowRecord } from './flow.ts';

/** A field of the flow record. */
export type FlowField = keyof FlowRecord;

/**
 * How the lines of a log become flow records: a declaration, which each engine turns into its
 * own bulk reader and {@link readFlow} follows line by line.
 */
export interface LogFormat {
  /** Short name, such as `lts`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** For each field of the flow record, the key of the JSON object that carries it. */
  readonly fields: Readonly<Record<FlowField, string>>;
}
