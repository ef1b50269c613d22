import { type Asset, compileThreats, type Enrichment, type Threats } from '@cfw-flow/store';
import { note } from '../output/terminal.ts';
import { readAssetFile } from './asset-file.ts';
import { ownDatabase, readGeoip, type RegionLanguage, type RegionOf } from './geoip.ts';
import { keepReading, type Live } from './live.ts';
import { readThreats } from './threat-files.ts';

/** What is to be known beside the logs. */
export interface KnowledgeOptions {
  /** Files of threat lists. */
  threats?: readonly string[];
  /** File of the assets. */
  assets?: string;
  /** File of a GeoIP database, or `off`; the one that comes along when left out. */
  geoip?: string;
  regionLanguage: RegionLanguage;
}

/** What is known beside the logs, as new as its files. */
export interface Knowledge {
  /** What flows are held against now. */
  enrichment: () => Enrichment;
  /** What is said of an address now. */
  asset: (address: string) => Asset | undefined;
  /** Ends the looking for changes. */
  stop(): Promise<void>;
}

/** What is known where the options name no files. */
export interface Given {
  threats: Threats;
  assets: ReadonlyMap<string, Asset>;
}

/**
 * Reads the files that the options name, and again whenever they change; what is wrong with them then
 * is told, and what was read before stays.
 *
 * @throws `Failure` when one can't be used at the start
 */
export async function openKnowledge(
  { threats = [], assets, geoip, regionLanguage }: KnowledgeOptions,
  given: Given = { threats: compileThreats([]), assets: new Map() },
  lookEvery?: number,
): Promise<Knowledge> {
  const live: Live<unknown>[] = [];
  const open = async <Value extends { notes: readonly string[] }>(
    what: string,
    files: readonly string[],
    read: () => Promise<Value>,
  ): Promise<Live<Value>> => {
    const opened = await keepReading(
      {
        files,
        read,
        onReload: ({ notes }) => tell([...notes, `${what} read again.`]),
        onFailure: (message) =>
          tell([message, `${what} changed, but stay as they were read before.`]),
      },
      lookEvery,
    );
    live.push(opened);
    tell(opened.current.notes);
    return opened;
  };
  const stop = async () => void (await Promise.all(live.map((one) => one.stop())));
  try {
    const lists = await open('Threat lists', threats, async () =>
      threats.length === 0 ? { threats: given.threats, notes: [] } : readThreats(threats),
    );
    const held = await open('Assets', assets === undefined ? [] : [assets], async () =>
      assets === undefined ? { byAddress: given.assets, notes: [] } : readAssetFile(assets),
    );
    const database = geoip ?? ownDatabase();
    const regions = await open('Regions', geoip === 'off' ? [] : [database], async () => ({
      of: geoip === 'off' ? nowhere : await readGeoip(database, regionLanguage),
      notes: [],
    }));
    return {
      enrichment: () => ({ region: regions.current.of, ...lists.current.threats }),
      asset: (address) => held.current.byAddress.get(address),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const nowhere: RegionOf = () => undefined;

function tell(lines: readonly string[]): void {
  for (const line of lines) note(line);
}
