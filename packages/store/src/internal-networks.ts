import { BlockList, isIP } from 'node:net';
import { canonicalAddress, privateAddress } from './address.ts';
import { StoreError } from './errors.ts';

/** The networks of the operator: they decide on the direction where a log does not tell it. */
export interface InternalNetworks {
  /** The networks in CIDR notation; nothing for the private networks. */
  readonly networks: readonly string[] | undefined;
  /** Whether an address, canonical, belongs to one of them. */
  contains(address: string): boolean;
}

/**
 * The internal networks.
 *
 * @param networks - in CIDR notation, such as `203.0.113.0/24`, or single addresses; the private
 *   networks when left out
 * @throws {@link StoreError} `INTERNAL_NETWORK` when one is no network
 */
export function parseInternalNetworks(networks?: readonly string[]): InternalNetworks {
  if (networks === undefined) {
    return { networks, contains: (address) => privateAddress.test(address) };
  }
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network);
  return {
    networks,
    contains: (address) => list.check(address, address.includes(':') ? 'ipv6' : 'ipv4'),
  };
}

function addNetwork(list: BlockList, network: string): void {
  const [written = '', length, ...rest] = network.split('/');
  const address = canonicalAddress(written);
  const version = isIP(address ?? '');
  const bits = version === 6 ? 128 : 32;
  const prefix = length === undefined ? bits : Number(length);
  const isLength = length === undefined || /^(0|[1-9][0-9]?[0-9]?)$/.test(length);
  if (address === undefined || rest.length > 0 || !isLength || prefix > bits) {
    throw new StoreError(
      'INTERNAL_NETWORK',
      `${network} is no network. Write it as 203.0.113.0/24 or 2001:db8::/32.`,
    );
  }
  list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
}
