/**
 * Finds the line under a key of a JSON object: a text, or an object, whose numbers become texts, so that
 * they keep their digits.
 *
 * @param path - keys within each other
 */
export function lineUnderKey(path: readonly string[]): (line: Buffer) => Buffer | undefined {
  return (line) => {
    if (!/^\uFEFF?[ \t]*\{/.test(line.toString('utf8', 0, 64))) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(line.toString('utf8').replace(/^\uFEFF/, ''), keepNumbersAsWritten);
    } catch {
      return undefined;
    }
    for (const key of path) value = isObject(value) ? value[key] : undefined;
    if (typeof value === 'string') return Buffer.from(value.replace(/[\r\n]+$/, ''));
    return isObject(value) ? Buffer.from(JSON.stringify(value)) : undefined;
  };
}

function keepNumbersAsWritten(_key: string, value: unknown, context?: { source?: string }) {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
