import { type Random, weighted } from './random.ts';

/** A region as the LTS log names it. */
export interface Region {
  id: string;
  name: string;
}

/** Regions of the Internet in the demo, the busiest first. */
export const regions = [
  { id: 'CN', name: 'Chinese Mainland', share: 34 },
  { id: 'DE', name: 'Germany', share: 13 },
  { id: 'US', name: 'United States', share: 12 },
  { id: 'SG', name: 'Singapore', share: 9 },
  { id: 'FR', name: 'France', share: 7 },
  { id: 'BR', name: 'Brazil', share: 5 },
  { id: 'JP', name: 'Japan', share: 5 },
  { id: 'NL', name: 'Netherlands', share: 4 },
  { id: 'TH', name: 'Thailand', share: 3 },
  { id: 'ZA', name: 'South Africa', share: 3 },
  { id: 'MX', name: 'Mexico', share: 2 },
  { id: 'IE', name: 'Ireland', share: 1.5 },
  { id: 'BG', name: 'Bulgaria', share: 1 },
  { id: 'KE', name: 'Kenya', share: 0.5 },
] as const;

/** The id of a region. */
export type RegionId = (typeof regions)[number]['id'];

/** Where the protected assets' public addresses are. */
export const homeRegion: Region = regions[0];

/** The region of an id. */
export function regionOf(id: RegionId): Region {
  return regions.find((region) => region.id === id)!;
}

/** Picks a region at random, by its share. */
export const anyRegion: (random: Random) => (typeof regions)[number] = weighted(
  regions,
  ({ share }) => share,
);
