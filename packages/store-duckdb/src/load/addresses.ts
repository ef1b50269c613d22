import { type AddressList, addressAt, arePrivate } from '@cfw-flow/store';
import type { Dictionary } from './dictionary.ts';

/** What the engine has of addresses, by their places in a list. */
export interface NumberedAddresses {
  numbers: Float64Array;
  arePrivate: boolean[];
}

/** Numbers addresses: an IPv4 address is its own 32 bits, others are in a dictionary. */
export async function numberAddresses(
  list: AddressList,
  dictionary: Dictionary,
): Promise<NumberedAddresses> {
  const numbers = Float64Array.from(list.ipv4);
  const others = [...list.others.keys()];
  const found = await dictionary.numbersOf(others.map((place) => addressAt(list, place)));
  for (const [at, place] of others.entries()) numbers[place] = found[at]!;
  return { numbers, arePrivate: arePrivate(list) };
}
