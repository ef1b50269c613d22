/** A kind of file that is no log, told by its first bytes. */
export interface FileKind {
  /** What it is, such as `a Parquet file`. */
  readonly is: string;
  /** What to do with it. */
  readonly advice: string;
}

const capture = {
  is: 'a packet capture',
  advice: 'Let Zeek or Suricata read it, and ingest their log.',
};

function packed(by: string, command: string): FileKind {
  return { is: `compressed with ${by}`, advice: `Decompress it first: ${command}` };
}

/** Bytes in hexadecimal digits, what has them, and where, from the beginning. */
const kinds: readonly (readonly [magic: string, FileKind, at?: number])[] = [
  [
    '50415231',
    {
      is: 'a Parquet file',
      advice: 'Have the log delivered as text, or write it as text with the columns of the log.',
    },
  ],
  ['d4c3b2a1', capture],
  ['a1b2c3d4', capture],
  ['4d3cb2a1', capture],
  ['0a0d0d0a', capture],
  ['0ca5', { is: 'a file of nfdump', advice: 'Print it as text first: nfdump -r FILE -B -o csv' }],
  ['fd377a585a00', packed('xz', 'xz -d')],
  ['425a68', packed('bzip2', 'bzip2 -d')],
  ['04224d18', packed('lz4', 'lz4 -d')],
  ['504b0304', packed('zip', 'unzip')],
  ['377abcaf271c', packed('7-Zip', '7z x')],
  [
    hex('ustar'),
    { is: 'a tar archive', advice: 'Extract it first: tar -xf; a folder of logs is fine.' },
    257,
  ],
  [
    hex('DUCK'),
    { is: 'a database of DuckDB', advice: 'One of a data directory is opened, not ingested.' },
    8,
  ],
  [hex('SQLite format 3'), { is: 'a database of SQLite', advice: 'Write its rows as text first.' }],
];

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** Bytes that are looked at to tell text from others. */
const lookedAt = 4096;

/** The kind of a file that is no log; nothing when it is none of those that are known. */
export function fileKind(bytes: Buffer): FileKind | undefined {
  return kinds.find(
    ([magic, , at = 0]) => bytes.toString('hex', at, at + magic.length / 2) === magic,
  )?.[1];
}

/** The same of bytes that are of no log that is understood: what is no text is binary. */
export function kindOfUnknown(bytes: Buffer): FileKind | undefined {
  const known = fileKind(bytes);
  if (known !== undefined || !isBinary(bytes.subarray(0, lookedAt))) return known;
  return { is: 'binary data', advice: 'A log is text. See what wrote it.' };
}

/** Whether bytes are those of no text. A crash, or a rotation, may leave zeros in a log. */
function isBinary(bytes: Buffer): boolean {
  const isUtf16 = bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16LE());
  if (isUtf16) return false;
  const text = bytes.filter((byte) => byte !== 0);
  const control = text.filter((byte) => byte < 9 || (byte > 13 && byte < 27)).length;
  return control > text.length / 50;
}
