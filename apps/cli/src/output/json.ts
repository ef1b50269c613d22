// TypeScript has no type for it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Data as indented JSON, with every digit of a bigint. */
export function jsonText(data: unknown): string {
  return JSON.stringify(data, exactly, 2);
}

/** {@link jsonText}, but on one line. */
export function jsonLine(data: unknown): string {
  return JSON.stringify(data, exactly);
}

function exactly(_field: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(String(value)) : value;
}
