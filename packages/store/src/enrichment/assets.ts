import { canonicalAddress } from '../address.ts';
import { ipv4Bits, ipv6Bits } from './address-number.ts';
import { AssetNetworks } from './asset-networks.ts';
import { type BadLine, maxBadLines, quoted } from './bad-line.ts';
import { csvCells, csvRows, type Delimiter } from './csv.ts';

/** What an operator says of an address: fields of the records of `src_ip` and `dst_ip`. */
export interface Asset {
  /** Name of the asset. */
  device_name?: string;
  /** Type of the asset, such as ECS. */
  associate_instance_type?: string;
  /** Whatever else it is to be known by. */
  tags?: string;
}

/** What an asset file says. */
export interface Assets {
  /** Assets by their canonical address. */
  byAddress: Map<string, Asset>;
  /** Assets by their networks. */
  networks: AssetNetworks;
  /** Columns or keys that are passed over, in the order of the file, at most 20. */
  unknownColumns: string[];
  /** Entries that say nothing which is understood, or of an address that an earlier one has. */
  bad: number;
  /** The first of them, at most 100. */
  badLines: BadLine[];
}

const assetFields = ['device_name', 'associate_instance_type', 'tags'] as const;
const columns: readonly string[] = ['address', ...assetFields];

/** Unknown columns that are named. */
const maxUnknown = 20;

/**
 * Reads an asset file: CSV (RFC 4180) whose first line names the columns `address`, `device_name`,
 * `associate_instance_type` and `tags`, or a JSON array of objects with those keys. Only `address`
 * has to be there, which may be a network (CIDR), and others are passed over. Commas, semicolons or
 * tabs part the columns. `tags` may be a list in JSON. Of an address that comes twice, the first
 * entry counts.
 *
 * @throws SyntaxError when it is neither, or has no `address` at all
 */
export function parseAssets(text: string): Assets {
  const content = text.replace(/^\uFEFF/, '');
  const assets: Assets = {
    byAddress: new Map(),
    networks: new AssetNetworks(),
    unknownColumns: [],
    bad: 0,
    badLines: [],
  };
  const unknown = new Set<string>();
  const rows = /^\s*[[{]/.test(content) ? jsonRows(content) : namedRows(content);
  for (const { line, row } of rows) {
    for (const name of Object.keys(row)) {
      if (!columns.includes(name) && unknown.size < maxUnknown) unknown.add(name);
    }
    const reason = addAsset(row, assets);
    if (reason === undefined) continue;
    if (assets.bad++ < maxBadLines) assets.badLines.push({ line, reason });
  }
  return { ...assets, unknownColumns: [...unknown].filter((name) => name !== '') };
}

/** Looks up what an asset file says of a canonical address: its own entry, or that of its network. */
export function findAsset(
  { byAddress, networks }: Pick<Assets, 'byAddress' | 'networks'>,
  address: string,
): Asset | undefined {
  return byAddress.get(address) ?? networks.find(address);
}

type Row = Readonly<Record<string, unknown>>;

function jsonRows(text: string): { line: number; row: Row }[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new SyntaxError('the JSON is not a list of assets');
  return value.map((row: unknown, index) => ({ line: index + 1, row: (row ?? {}) as Row }));
}

function* namedRows(text: string): Generator<{ line: number; row: Row }> {
  const { names, rows } = table(text);
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    yield { line, row: Object.fromEntries(names.map((name, place) => [name, cells[place]])) };
  }
}

/** Rows, parted by whatever parts the line of names. */
function table(text: string) {
  const [begin = ''] = /^[^\r\n]*/.exec(text) ?? [];
  for (const delimiter of [',', ';', '\t'] as const) {
    if (!namesIn(begin, delimiter).includes('address')) continue;
    const [, ...rows] = csvRows(text, delimiter);
    return { names: namesIn(begin, delimiter), rows };
  }
  throw new SyntaxError(
    `its first line has no column "address", but has to name ${columns.join(', ')}; it is ${quoted(begin)}`,
  );
}

function namesIn(line: string, delimiter: Delimiter): string[] {
  const names = csvCells(line, delimiter) ?? [];
  return names.map((name) => name.trim().toLowerCase().replaceAll(/[ -]/g, '_'));
}

function addAsset(row: Row, { byAddress, networks }: Assets): string | undefined {
  const written = textOf(row['address']);
  if (written === undefined) return 'address is missing';
  const [head = '', size] = written.split('/', 2);
  const address = canonicalAddress(head);
  if (address === undefined) return `${quoted(written)} is not an IPv4 or IPv6 address`;
  const max = address.includes(':') ? 128 : 32;
  const prefix = size === undefined ? max : prefixOf(address, size, max);
  if (prefix === undefined)
    return `${quoted(written)} is not a network: write it by its first address`;
  const isNetwork = prefix < max;
  const asset: Asset = {};
  for (const field of assetFields) {
    const text = textOf(row[field]);
    if (text !== undefined) asset[field] = text;
  }
  const name = isNetwork ? `${address}/${prefix}` : address;
  if (isNetwork ? networks.has(address, prefix) : byAddress.has(address)) {
    return `${name} has an entry already, which stays`;
  }
  if (Object.keys(asset).length === 0) return `nothing is said of ${name}`;
  if (isNetwork) networks.add(address, prefix, asset);
  else byAddress.set(address, asset);
  return undefined;
}

/** The length of a prefix that an address has nothing behind: 10.0.0.5/24 may mean either. */
function prefixOf(address: string, size: string, max: 32 | 128): number | undefined {
  const prefix = /^\d{1,3}$/.test(size) ? Number(size) : Number.NaN;
  if (!(prefix <= max)) return undefined;
  const bits = BigInt(ipv4Bits(address) ?? ipv6Bits(address));
  return bits % (1n << BigInt(max - prefix)) === 0n ? prefix : undefined;
}

function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(', ') : value;
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  return String(text).trim() || undefined;
}
