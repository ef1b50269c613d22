/** A whole number in JSON that a JavaScript number can't carry without rounding it. */
export class InexactIntegerError extends Error {
  override name = 'InexactIntegerError';
  /** Name of the field, or its place in a list. */
  readonly field: string;

  constructor(field: string, digits: string) {
    super(
      `${field} is ${digits}, more than a JavaScript number holds exactly ` +
        `(${Number.MAX_SAFE_INTEGER})`,
    );
    this.field = field;
  }
}

/**
 * `JSON.parse` that throws rather than rounding a whole number.
 *
 * A reviver makes parsing slower, so it runs only when the text has a number long enough to be
 * rounded: 2^53 has 16 digits. `context.source`, the digits as they came, is missing in Node 20;
 * the check itself does without it, as every whole number from 2^53 on parses to one that is not
 * safe.
 *
 * @throws {@link InexactIntegerError} naming the field
 * @throws SyntaxError when the text is not JSON
 */
export function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      // Written with a point or an exponent it was a double before it came here.
      if (/[.eE]/.test(context?.source ?? '')) return value;
      throw new InexactIntegerError(key, context?.source ?? `about ${value}`);
    }
    return value;
  });
}
