/** A line of a threat list or of an asset file that says nothing which is understood. */
export interface BadLine {
  /** Line in the file, or entry of a JSON list, from 1. */
  line: number;
  /** What is wrong with it, such as `"300.1.1.1" is neither an address, a network nor a host`. */
  reason: string;
}

/** Bad lines that are told in full; the others are counted. */
export const maxBadLines = 100;

/** A text as a reason quotes it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
