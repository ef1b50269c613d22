/*
 * Sums of bytes, which may go beyond 64 bits. A wider column would take ten times as long to read:
 * a sum is kept as a column of 62 bits and one for its carry, which is nearly always 0.
 */

/** Names of the sums. */
export const byteSums = ['request_byte', 'response_byte'] as const;

/** One of {@link byteSums}. */
export type ByteSum = (typeof byteSums)[number];

const bits = 62;

/** Columns in which sums are kept. */
export const byteColumns = byteSums.flatMap((name) => [name, carryOf(name)]);

/** A sum over rows that have it in two columns. */
export function addUp(name: ByteSum): string {
  return `sum(${name}) + (sum(${carryOf(name)})::HUGEINT << ${bits})`;
}

/** The two columns of a sum. */
export function split(name: ByteSum, sum: string): string {
  const rest = `((${sum}) & ${2n ** BigInt(bits) - 1n})::BIGINT AS ${name}`;
  return `${rest}, ((${sum}) >> ${bits})::BIGINT AS ${carryOf(name)}`;
}

/** Column of what goes beyond. */
export function carryOf(name: ByteSum): string {
  return `${name}_carry`;
}
