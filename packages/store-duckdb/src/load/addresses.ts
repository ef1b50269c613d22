import { privateAddress } from '@cfw-flow/store';
import type { Dictionary } from './dictionary.ts';

/** What the engine has of addresses, by their places in a list. */
export interface NumberedAddresses {
  numbers: Float64Array;
  arePrivate: boolean[];
}

/** Numbers addresses: an IPv4 address is its own 32 bits, others are in a dictionary. */
export async function numberAddresses(
  addresses: readonly string[],
  dictionary: Dictionary,
): Promise<NumberedAddresses> {
  const numbers = Float64Array.from(addresses, ipv4Number);
  const others = addresses.filter((_, place) => Number.isNaN(numbers[place]));
  if (others.length > 0) {
    const found = await dictionary.numbersOf(others);
    let at = 0;
    for (const [place, number] of numbers.entries()) {
      if (Number.isNaN(number)) numbers[place] = found[at++]!;
    }
  }
  return { numbers, arePrivate: addresses.map((address) => privateAddress.test(address)) };
}

/** The number of an IPv4 address in its one spelling, NaN for others. */
function ipv4Number(address: string): number {
  let number = 0;
  let octet = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) octet = octet * 10 + code - 0x30;
    else if (code === 0x2e) {
      number = number * 256 + octet;
      octet = 0;
    } else return NaN;
  }
  return number * 256 + octet;
}
