import { type Asset, compileThreats, type Enrichment, type Threats } from '@cfw-flow/store';
import { note } from '../output/terminal.ts';
import { readAssetFile } from './asset-file.ts';
import type { RegionLanguage } from './country.ts';
import { bundledDatabase, readGeoip, type RegionOf } from './geoip.ts';
import { type Reloading, startReloading } from './reloading.ts';
import { readThreats } from './threat-files.ts';

/** The files that flows are enriched from. */
export interface EnrichmentOptions {
  /** Files of threat lists. */
  threats?: readonly string[];
  /** File of the assets. */
  assets?: string;
  /** File of a GeoIP database, or `off`; the bundled one when left out. */
  geoip?: string;
  regionLanguage: RegionLanguage;
  /** Reports only what is wrong with the files. */
  quiet?: boolean;
}

/** Threat lists, assets and regions, read again when their files change. */
export interface EnrichmentSources {
  /** Threats and regions as they are now, for flows that are ingested. */
  enrichment: () => Enrichment;
  /** The asset of an address as it is now, for answers. */
  asset: (address: string) => Asset | undefined;
  /** Stops checking the files for changes. */
  stop(): Promise<void>;
}

/** What is used where the options name no files. */
export interface EnrichmentDefaults {
  threats: Threats;
  assets: ReadonlyMap<string, Asset>;
}

const none: EnrichmentDefaults = { threats: compileThreats([]), assets: new Map() };

/**
 * Reads the files that the options name, and again whenever they change. A change that can't be read
 * is reported, and what was read before stays in use.
 *
 * @param checkEvery - milliseconds between two checks of the files
 * @throws `Failure` when one can't be used at the start
 */
export async function openEnrichmentSources(
  options: EnrichmentOptions,
  defaults: EnrichmentDefaults = none,
  checkEvery?: number,
): Promise<EnrichmentSources> {
  const opened: Reloading<unknown>[] = [];
  const reportRead = ({ counts, notes }: Messages, ...more: readonly string[]) =>
    report(options.quiet ? notes : [...counts, ...notes, ...more]);
  const open = async <Value extends Messages>(source: Source<Value>): Promise<Reloading<Value>> => {
    const reloading = await startReloading(
      {
        ...source,
        onReload: (value) => reportRead(value, `${source.title} read again.`),
        onFailure: (message) =>
          report([message, `${source.title} changed, but stay as they were read before.`]),
      },
      checkEvery,
    );
    opened.push(reloading);
    reportRead(reloading.current);
    return reloading;
  };
  const stop = async () => void (await Promise.all(opened.map((reloading) => reloading.stop())));
  try {
    const threats = await open(threatSource(options, defaults));
    const assets = await open(assetSource(options, defaults));
    const regions = await open(regionSource(options));
    return {
      enrichment: () => ({ region: regions.current.of, ...threats.current.threats }),
      asset: (address) => assets.current.of(address),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lines for the user about files that were read. */
interface Messages {
  /** How much there is in them. */
  counts: readonly string[];
  /** What of them is ignored, or wrong. */
  notes: readonly string[];
}

/** What is read from files. */
interface Source<Value> {
  /** What it is called in messages, in the plural. */
  title: string;
  files: readonly string[];
  read: () => Promise<Value>;
}

function threatSource({ threats: files = [] }: EnrichmentOptions, defaults: EnrichmentDefaults) {
  return {
    title: 'Threat lists',
    files,
    read: async () =>
      files.length === 0
        ? { threats: defaults.threats, counts: [], notes: [] }
        : readThreats(files),
  };
}

function assetSource({ assets: file }: EnrichmentOptions, defaults: EnrichmentDefaults) {
  return {
    title: 'Assets',
    files: file === undefined ? [] : [file],
    read: async () =>
      file === undefined
        ? { of: (address: string) => defaults.assets.get(address), counts: [], notes: [] }
        : readAssetFile(file),
  };
}

const noRegion: RegionOf = () => undefined;

function regionSource({ geoip = bundledDatabase(), regionLanguage }: EnrichmentOptions) {
  const isOff = geoip === 'off';
  return {
    title: 'Regions',
    files: isOff ? [] : [geoip],
    read: async () => ({
      of: isOff ? noRegion : await readGeoip(geoip, regionLanguage),
      counts: [],
      notes: [],
    }),
  };
}

function report(lines: readonly string[]): void {
  for (const line of lines) note(line);
}
