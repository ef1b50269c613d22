import { privateAddress } from '../address.ts';
import { ipv4Bits } from '../enrichment/address-number.ts';

/** Addresses by their places, each once. */
export interface AddressList {
  /** The IPv4 addresses as the 32 bits that they are, 0 to 2^32 - 1; -1 for others. */
  readonly ipv4: Float64Array;
  /** The others, canonical. */
  readonly others: ReadonlyMap<number, string>;
}

/** A list of canonical addresses, at the places that they have. */
export function addressList(addresses: readonly string[]): AddressList {
  const ipv4 = Float64Array.from(addresses, (address) => ipv4Bits(address) ?? -1);
  const others = [...addresses.entries()].filter(([place]) => ipv4[place]! < 0);
  return { ipv4, others: new Map(others) };
}

/** The address at a place, canonical. */
export function addressAt({ ipv4, others }: AddressList, place: number): string {
  return others.get(place) ?? ipv4Text(ipv4[place]!);
}

/** All addresses, canonical. */
export function addressesIn(list: AddressList): string[] {
  return Array.from(list.ipv4, (_, place) => addressAt(list, place));
}

/** Whether each address belongs to a private network, as `privateAddress` says. */
export function arePrivate({ ipv4, others }: AddressList): boolean[] {
  return Array.from(ipv4, (bits, place) =>
    bits < 0 ? privateAddress.test(others.get(place)!) : isPrivateIpv4(bits),
  );
}

function isPrivateIpv4(bits: number): boolean {
  const [first, second] = [bits >>> 24, (bits >>> 16) & 255];
  switch (first) {
    case 10:
    case 127:
      return true;
    case 100:
      return second >= 64 && second < 128;
    case 169:
      return second === 254;
    case 172:
      return second >= 16 && second < 32;
    case 192:
      return second === 168;
    default:
      return false;
  }
}

function ipv4Text(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}
