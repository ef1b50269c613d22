import { geoDistance, geoCentroid } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { expect, it } from 'vitest';
import large from 'world-atlas/countries-50m.json';
import small from 'world-atlas/countries-110m.json';
import { countryOfId } from './world.ts';
import { smallCountries } from './small-countries.ts';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

it('every country that only the larger map draws is where its shape is there', () => {
  const [few, all] = [small, large].map((atlas) => {
    const topology = atlas as unknown as Atlas;
    return feature(topology, topology.objects.countries).features.filter(({ id }) => id);
  });
  const drawn = new Set(few!.map(({ id }) => id));
  const missing = all!.filter(({ id }) => !drawn.has(id));
  expect(Object.keys(smallCountries).sort()).toEqual(
    missing.map(({ id }) => countryOfId(id)).sort(),
  );
  for (const shape of missing) {
    const [longitude, latitude] = smallCountries[countryOfId(shape.id)!]!;
    // In radians: less than 20 km, as degrees have one decimal.
    expect(geoDistance([longitude, latitude], geoCentroid(shape))).toBeLessThan(0.003);
  }
});
