/*
 * Addresses as numbers. An IPv4 address is its own 32 bits, which need no dictionary: the internet
 * knocks with new addresses every day. All others have numbers from 2^32 up, kept with their
 * spelling in the table `addresses`.
 */

/** The first number of an address that is no IPv4 address. */
export const firstOtherNumber = 2 ** 32;

/** The IPv4 address that a number is. */
export function ipv4Text(number: string): string {
  const octets = [24, 16, 8, 0].map((bits) => `(${number} >> ${bits}) & 255`);
  return `concat_ws('.', ${octets.join(', ')})`;
}
