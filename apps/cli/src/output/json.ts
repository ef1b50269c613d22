// TypeScript has no type for it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Data as indented JSON, with every digit of a bigint. */
export function jsonText(data: unknown): string {
  return JSON.stringify(
    data,
    (_field, value: unknown) => (typeof value === 'bigint' ? rawJSON(String(value)) : value),
    2,
  );
}
