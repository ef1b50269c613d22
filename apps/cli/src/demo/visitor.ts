import { type Random, zipf } from './random.ts';
import { anyRegion, type Region, regions } from './region.ts';

/** An address on the Internet and where it is. */
export interface Visitor {
  address: string;
  region: Region;
}

const visitorRank = zipf(
  Array.from({ length: 400 }, (_, index) => index),
  0.75,
);

/** A client on the Internet, whose address lies in the range of the region: 192.0.2.x or IPv6. */
export function visitor(random: Random, six: boolean): Visitor {
  const region = anyRegion(random);
  const place = regions.indexOf(region);
  const rank = visitorRank(random);
  const address = six
    ? `2001:db8:${(0x100 * (place + 1) + (rank % 16)).toString(16)}::${(rank + 1).toString(16)}`
    : `192.0.2.${10 + place * 15 + (rank % 15)}`;
  return { address, region };
}
