const grouped = new Intl.NumberFormat('en');

/** A whole number with its thousands grouped: `1,234,567`. */
export function count(value: number): string {
  return grouped.format(value);
}

const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in decimal units with three digits that count: `5.36 kB`. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  let amount = value;
  let unit = 'B';
  for (const next of units) {
    // What would be written as 1000 is one of the next unit.
    if (Number(amount.toPrecision(3)) < 1000) break;
    amount /= 1000;
    unit = next;
  }
  const digits = Number(amount.toPrecision(3));
  const decimals = digits < 10 ? 2 : digits < 100 ? 1 : 0;
  return `${decimals === 0 ? grouped.format(digits) : digits.toFixed(decimals)} ${unit}`;
}

/** Bytes to the last one, for titles: `5,357 bytes`. */
export function exactBytes(value: number): string {
  return value === 1 ? '1 byte' : `${grouped.format(value)} bytes`;
}
