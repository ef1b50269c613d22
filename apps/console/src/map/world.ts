import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { countryOf } from './country-name.ts';
import { smallCountries } from './small-countries.ts';

/*
 * The map of the world, from Natural Earth, in a projection that keeps areas: a country's colour has
 * the weight of its size. Borders are drawn as the data set has them.
 */

/** A country that the map can show: ISO 3166-1, two letters. */
export interface Country {
  /** Nothing for land that the standard has no code for. */
  code: string | undefined;
  /** Its outline, as of an SVG path; nothing for one that is too small to have any. */
  outline: string | undefined;
  /** Where to point at it, on the map. */
  centre: readonly [x: number, y: number];
}

/** The code of a country by its number in the same standard. */
export function countryOfId(id: string | number | undefined): string | undefined {
  return id === undefined ? undefined : new Intl.Locale(`und-${id}`).region;
}

const topology = atlas as unknown as Topology<{
  countries: GeometryCollection<{ name: string }>;
}>;

/** Without Antarctica, which nobody sends from, the others have more room. */
const antarctica = '010';
const shapes = feature(topology, topology.objects.countries).features.filter(
  ({ id }) => id !== antarctica,
);
const land = { type: 'FeatureCollection' as const, features: shapes };
const width = 960;
/** Turned so far that no country is cut in two at the edge. */
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, land);
const path = geoPath(projection).digits(1);

/** Size of the map, in units of its outlines. */
export const mapSize = { width, height: Math.ceil(path.bounds(land)[1][1]) };

/** All countries, those with an outline first. */
export const countries: readonly Country[] = [
  ...shapes.map((shape): Country => ({
    code: countryOfId(shape.id) ?? countryOf(shape.properties.name),
    outline: path(shape) ?? undefined,
    centre: path.centroid(largest(shape)),
  })),
  ...Object.entries(smallCountries).map(([code, [longitude, latitude]]): Country => ({
    code,
    outline: undefined,
    centre: projection([longitude, latitude])!,
  })),
];

const codes = new Set(countries.map(({ code }) => code));

/** The country on the map that a region is, if there is one. */
export function countryOnMap(region: string): string | undefined {
  const code = countryOf(region);
  return codes.has(code) ? code : undefined;
}

/** Of a country of several parts, the largest one: the middle of all may lie in the sea. */
function largest(shape: (typeof shapes)[number]): (typeof shapes)[number] {
  if (shape.geometry.type !== 'MultiPolygon') return shape;
  const parts = shape.geometry.coordinates.map((coordinates) => ({
    ...shape,
    geometry: { type: 'Polygon' as const, coordinates },
  }));
  return parts.reduce((most, part) => (path.area(part) > path.area(most) ? part : most));
}
