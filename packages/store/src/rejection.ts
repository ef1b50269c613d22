/** A line of a log that is not a flow. */
export interface Rejection {
  /** Line in the source, from 1. */
  line: number;
  /** What is wrong with it, such as `dst_port is "70000", not a port from 0 to 65535`. */
  reason: string;
}
