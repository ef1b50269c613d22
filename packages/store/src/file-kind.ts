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

/** First bytes in hexadecimal digits, and what begins so. */
const kinds: readonly (readonly [string, FileKind])[] = [
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
  ['fd377a585a00', packed('xz', 'xz -d')],
  ['425a68', packed('bzip2', 'bzip2 -d')],
  ['04224d18', packed('lz4', 'lz4 -d')],
  ['504b0304', packed('zip', 'unzip')],
  ['377abcaf271c', packed('7-Zip', '7z x')],
];

/** The kind of a file that is no log; nothing when it is none of those that are known. */
export function fileKind(bytes: Buffer): FileKind | undefined {
  const found = kinds.find(([magic]) => bytes.toString('hex', 0, magic.length / 2) === magic);
  if (found) return found[1];
  const isArchive = bytes.toString('latin1', 257, 262) === 'ustar';
  return isArchive
    ? { is: 'a tar archive', advice: 'Extract it first: tar -xf; a folder of logs is fine.' }
    : undefined;
}
