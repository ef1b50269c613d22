import { privateAddress } from '@cfw-flow/store';
import { quoteLiteral } from './quote.ts';

/*
 * Addresses as numbers. An IPv4 address is its own 32 bits, which need no dictionary: the internet
 * knocks with new addresses every day. All others have numbers from 2^32 up, kept with their
 * spelling in the table `addresses`.
 */

/** The first number of an address that is no IPv4 address. */
export const firstOtherNumber = 2 ** 32;

/** An IPv4 address in its only spelling. */
const ipv4 = (() => {
  const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
  return `${octet}(\\.${octet}){3}`;
})();

/** Whether a text is an IPv4 address. */
export function isIpv4(text: string): string {
  return `regexp_full_match(${text}, ${quoteLiteral(ipv4)})`;
}

/** The number of an IPv4 address. */
export function ipv4Number(text: string): string {
  const octets = `TRY_CAST(string_split(${text}, '.') AS BIGINT[])`;
  return `list_reduce(${octets}, lambda high, low: high * 256 + low)`;
}

/** The IPv4 address that a number is. */
export function ipv4Text(number: string): string {
  const octets = [24, 16, 8, 0].map((bits) => `(${number} >> ${bits}) & 255`);
  return `concat_ws('.', ${octets.join(', ')})`;
}

/** Whether an address belongs to a private network. */
export function isPrivate(address: string): string {
  return `regexp_matches(${address}, ${quoteLiteral(privateAddress.source)})`;
}
