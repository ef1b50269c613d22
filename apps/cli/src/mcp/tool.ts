import type { Connection } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { JsonSchema } from './contract-schema.ts';

/** What a tool answers, in both forms. */
export interface Answer {
  structured: Record<string, unknown>;
  text: string;
}

/** How tools reach the server. */
export interface Reach {
  /** What was configured. */
  options: ConnectionOptions;
  /** Connects to it, for a question that may say which flows it is about. */
  connect(question: ConnectionOptions): Promise<Connection>;
}

/** A tool of the Model Context Protocol. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  /**
   * @param input - valid by the schema
   * @throws what a person would be told, such as {@link Failure}
   */
  call(input: never, reach: Reach, signal: AbortSignal): Promise<Answer>;
}
