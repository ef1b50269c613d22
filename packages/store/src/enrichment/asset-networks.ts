import { ipv4Bits, ipv6Bits } from './address-number.ts';
import type { Asset } from './assets.ts';

/** Assets by their networks. */
export class AssetNetworks {
  readonly #byNetwork = new Map<string, Asset>();
  /** Prefix lengths that there are, from the longest: of IPv4, and of IPv6. */
  readonly #prefixes: Record<4 | 6, number[]> = { 4: [], 6: [] };

  /** Number of networks. */
  get size(): number {
    return this.#byNetwork.size;
  }

  /** Tells whether a network has an asset; `address` is a canonical one of it. */
  has(address: string, prefix: number): boolean {
    return this.#byNetwork.has(networkKey(address, prefix));
  }

  /** Adds the asset of a network. */
  add(address: string, prefix: number, asset: Asset): void {
    this.#byNetwork.set(networkKey(address, prefix), asset);
    const prefixes = this.#prefixes[versionOf(address)];
    if (prefixes.includes(prefix)) return;
    prefixes.push(prefix);
    prefixes.sort((one, other) => other - one);
  }

  /** The asset of the smallest network that a canonical address is in. */
  find(address: string): Asset | undefined {
    for (const prefix of this.#prefixes[versionOf(address)]) {
      const asset = this.#byNetwork.get(networkKey(address, prefix));
      if (asset !== undefined) return asset;
    }
    return undefined;
  }
}

function versionOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

function networkKey(address: string, prefix: number): string {
  const network =
    versionOf(address) === 6
      ? ipv6Bits(address) >> BigInt(128 - prefix)
      : Math.floor(ipv4Bits(address)! / 2 ** (32 - prefix));
  return `${versionOf(address)} ${prefix} ${network}`;
}
