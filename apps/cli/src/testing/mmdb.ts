import { isIPv6 } from 'node:net';

/** What a record of a database may hold. */
type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** A database to write. */
export interface Mmdb {
  /** What it is, such as `GeoLite2-Country`. */
  type: string;
  /** 6, which is the default, holds addresses of both versions. */
  ipVersion?: 4 | 6;
  /** Records by their networks, which must not overlap. */
  records: Readonly<Record<string, Value>>;
}

/** A node of the tree of networks; each of its sides is a node, the place of a record, or nothing. */
type Node = [Node | number | undefined, Node | number | undefined];

/** Writes a small database in MaxMind's format (MMDB 2.0), with 24 bits for each side of a node. */
export function mmdb({ type, ipVersion = 6, records }: Mmdb): Buffer {
  const root: Node = [undefined, undefined];
  const data: Buffer[] = [];
  let size = 0;
  for (const [network, record] of Object.entries(records)) {
    insert(root, bitsOf(network, ipVersion), size);
    data.push(encode(record));
    size += data.at(-1)!.length;
  }
  const nodes = allNodes(root);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const sides = nodes.flat().map((side) => {
    if (side === undefined) return nodes.length;
    return typeof side === 'number' ? nodes.length + 16 + side : places.get(side)!;
  });
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_795_770_000,
    database_type: type,
    ip_version: ipVersion,
    node_count: nodes.length,
    record_size: 24,
  };
  return Buffer.concat([
    ...sides.map((side) => integer(side, 3)),
    Buffer.alloc(16),
    ...data,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode(metadata),
  ]);
}

/** The bits of a network that lead to its record. */
function bitsOf(network: string, ipVersion: 4 | 6): number[] {
  const [address = '', prefix] = network.split('/');
  const octets = isIPv6(address) ? octetsOf(address) : address.split('.').map(Number);
  const bits = octets.flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (octet >> bit) & 1));
  const significant = bits.slice(0, Number(prefix));
  return isIPv6(address) || ipVersion === 4
    ? significant
    : [...Array<number>(96).fill(0), ...significant];
}

function octetsOf(address: string): number[] {
  const parts = address.split('::').map((part) => part.split(':').filter(Boolean));
  const [head = [], tail = []] = parts;
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function insert(root: Node, bits: readonly number[], record: number): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    node[bit] ??= [undefined, undefined];
    node = node[bit] as Node;
  }
  node[bits.at(-1)!] = record;
}

function allNodes(root: Node): Node[] {
  const below = root.filter((side) => Array.isArray(side)).flatMap(allNodes);
  return [root, ...below];
}

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') return Buffer.concat([control(6, 4), integer(value, 4)]);
  if (typeof value === 'boolean') return control(14, Number(value));
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  const parts = entries.flatMap(([key, item]) => [encode(key), encode(item)]);
  return Buffer.concat([control(7, entries.length), ...parts]);
}

/** Type and size of what follows. */
function control(type: number, size: number): Buffer {
  const short = type > 7 ? 0 : type << 5;
  const extended = type > 7 ? [type - 7] : [];
  return size < 29
    ? Buffer.from([short | size, ...extended])
    : Buffer.from([short | 29, ...extended, size - 29]);
}

function integer(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
