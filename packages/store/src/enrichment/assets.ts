import { canonicalAddress } from '../address.ts';
import { type BadLine, maxBadLines, quoted } from './bad-line.ts';
import { csvRows } from './csv.ts';

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
  /** Entries that say nothing which is understood, or of an address that an earlier one has. */
  bad: number;
  /** The first of them, at most 100. */
  badLines: BadLine[];
}

const assetFields = ['device_name', 'associate_instance_type', 'tags'] as const;
const columns = ['address', ...assetFields] as const;

/**
 * Reads an asset file: CSV (RFC 4180) whose first line names the columns `address`, `device_name`,
 * `associate_instance_type` and `tags`, or a JSON array of objects with those keys. Only `address`
 * has to be there, and others are passed over. `tags` may be a list in JSON. Of an address that
 * comes twice, the first entry counts.
 *
 * @throws SyntaxError when it is neither, or has no `address` at all
 */
export function parseAssets(text: string): Assets {
  const content = text.replace(/^\uFEFF/, '');
  const assets: Assets = { byAddress: new Map(), bad: 0, badLines: [] };
  const rows = /^\s*[[{]/.test(content) ? jsonRows(content) : namedRows(content);
  for (const { line, row } of rows) {
    const reason = addAsset(row, assets.byAddress);
    if (reason === undefined) continue;
    if (assets.bad++ < maxBadLines) assets.badLines.push({ line, reason });
  }
  return assets;
}

type Row = Readonly<Record<string, unknown>>;

function jsonRows(text: string): { line: number; row: Row }[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new SyntaxError('the JSON is not a list of assets');
  return value.map((row: unknown, index) => ({ line: index + 1, row: (row ?? {}) as Row }));
}

function* namedRows(text: string): Generator<{ line: number; row: Row }> {
  const [head, ...rows] = csvRows(text);
  const names = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  if (!names.includes('address')) {
    throw new SyntaxError(
      `its first line has no column "address", but has to name ${columns.join(', ')}`,
    );
  }
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    yield { line, row: Object.fromEntries(names.map((name, place) => [name, cells[place]])) };
  }
}

function addAsset(row: Row, byAddress: Assets['byAddress']): string | undefined {
  const written = textOf(row['address']);
  if (written === undefined) return 'address is missing';
  const address = canonicalAddress(written);
  if (address === undefined) return `${quoted(written)} is not an IPv4 or IPv6 address`;
  if (byAddress.has(address)) return `${address} has an entry already, which stays`;
  const asset: Asset = {};
  for (const field of assetFields) {
    const text = textOf(row[field]);
    if (text !== undefined) asset[field] = text;
  }
  if (Object.keys(asset).length === 0) return `nothing is said of ${address}`;
  byAddress.set(address, asset);
  return undefined;
}

function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(', ') : value;
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  return String(text).trim() || undefined;
}
