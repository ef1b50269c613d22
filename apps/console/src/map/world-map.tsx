import type { FlowItem } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { sessionCount } from '../text/labels.ts';
import { bytes, percent } from '../text/quantity.ts';
import { visible } from '../text/visible.ts';
import { ViewLink } from '../view/view-link.tsx';
import { placeRegions, type Region } from './regions.ts';
import { classLimits, shareClass } from './share-class.ts';
import { countries, type Country, countryOnMap, mapSize } from './world.ts';

interface WorldMapProps {
  item: FlowItem;
  regions: readonly Region[];
  /** The region that the reader points at, here or in the table. */
  pointed: string | undefined;
  onPoint: (name: string | undefined) => void;
}

/** Regions on the world, the darker the greater their share; what is not on it stands below it. */
export function WorldMap({ item, regions, pointed, onPoint }: WorldMapProps) {
  const { placed, unplaced } = placeRegions(regions, countryOnMap);
  // By rank, as the keyboard goes from one to the next.
  const ranked = [...placed].map(([code, regions]) => ({
    country: countries.find((country) => country.code === code)!,
    regions,
  }));
  const shown = ranked.find(({ regions }) => regions.some(({ name }) => name === pointed));
  return (
    <div className="world">
      <div className="area">
        <svg
          viewBox={`0 0 ${mapSize.width} ${mapSize.height}`}
          role="group"
          aria-label={t('map.label')}
        >
          {countries.map(
            ({ code, outline }, index) =>
              outline !== undefined &&
              !placed.has(code ?? '') && <path key={index} className="land" d={outline} />,
          )}
          {ranked.map(({ country, regions }) => (
            <g
              key={country.code}
              className={country === shown?.country ? 'region pointed' : 'region'}
              onPointerEnter={() => onPoint(regions[0]!.name)}
              onPointerLeave={() => onPoint(undefined)}
              onFocus={() => onPoint(regions[0]!.name)}
              onBlur={() => onPoint(undefined)}
            >
              <ViewLink to={{ page: 'detail', item, value: regions[0]!.name }}>
                <Outline country={country} regions={regions} />
              </ViewLink>
            </g>
          ))}
        </svg>
        {shown !== undefined && <Tip country={shown.country} regions={shown.regions} />}
      </div>
      <Legend />
      {unplaced.length > 0 && (
        <p className="unplaced">
          {t('map.unplaced')}{' '}
          {unplaced.map(({ name, share }) => (
            <span key={name}>
              <ViewLink to={{ page: 'detail', item, value: name }}>{name}</ViewLink>{' '}
              {percent(share)}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

interface PlacedProps {
  country: Country;
  /** Names of logs may differ for one country. */
  regions: readonly Region[];
}

function Outline({ country: { outline, centre }, regions }: PlacedProps) {
  const shade = shareClass(regions.reduce((sum, { share }) => sum + share, 0));
  const label = regions.map(describe).join('; ');
  if (outline !== undefined) {
    return <path className={`shade-${shade}`} d={outline} role="img" aria-label={label} />;
  }
  // A line of hardly any length has round ends: a dot that is as large on every screen.
  const dot = `M${centre.join(' ')}l0.1 0.1`;
  return (
    <g role="img" aria-label={label}>
      <path className="dot rim" d={dot} />
      <path className={`dot shade-${shade}`} d={dot} />
    </g>
  );
}

function describe({ name, sessions, bytes: sum, share }: Region): string {
  return t('map.inRegion', {
    region: visible(name),
    sessions: sessionCount(sessions),
    bytes: bytes(sum),
    share: percent(share),
  });
}

/** The numbers of a country, beside it and within the map. */
function Tip({ country: { centre }, regions }: PlacedProps) {
  const [x, y] = [centre[0] / mapSize.width, centre[1] / mapSize.height];
  return (
    <div
      className={y < 0.3 ? 'tip below' : 'tip'}
      aria-hidden="true"
      style={{
        insetInlineStart: `${Math.min(0.85, Math.max(0.15, x)) * 100}%`,
        insetBlockStart: `${y * 100}%`,
      }}
    >
      {regions.map(({ name, sessions, bytes: sum, share }) => (
        <dl key={name}>
          <dt>{visible(name)}</dt>
          <dd>{percent(share)}</dd>
          <dd>{sessionCount(sessions)}</dd>
          <dd>{bytes(sum)}</dd>
        </dl>
      ))}
    </div>
  );
}

/** What the shades stand for. */
function Legend() {
  return (
    <ol className="legend" aria-label={t('map.shares')}>
      {classLimits.map((limit, shade) => {
        const next = classLimits[shade + 1];
        const text =
          next === undefined
            ? `≥ ${limit * 100} %`
            : limit === 0
              ? `< ${next * 100} %`
              : `${limit * 100} – ${next * 100} %`;
        return (
          <li key={limit}>
            <span className={`swatch shade-${shade}`} />
            {text}
          </li>
        );
      })}
    </ol>
  );
}
