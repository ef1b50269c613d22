/** Sessions or bytes as a server counts them: a bigint where a number can't be exact. */
export type Amount = number | bigint;

/** The exact sum of two amounts; of two JavaScript numbers, where one of them is no integer. */
export function plus(a: Amount, b: Amount): Amount {
  if (!isWhole(a) || !isWhole(b)) return Number(a) + Number(b);
  return asNumberIfExact(BigInt(a) + BigInt(b));
}

/** The exact difference of two amounts, as {@link plus}. */
export function minus(a: Amount, b: Amount): Amount {
  if (!isWhole(a) || !isWhole(b)) return Number(a) - Number(b);
  return asNumberIfExact(BigInt(a) - BigInt(b));
}

/** The contract lets bytes be doubles. */
function isWhole(amount: Amount): boolean {
  return typeof amount === 'bigint' || Number.isInteger(amount);
}

function asNumberIfExact(exact: bigint): Amount {
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}
