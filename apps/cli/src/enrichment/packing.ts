import { constants, gunzipSync } from 'node:zlib';

/** How a file is packed. */
export interface Packing {
  /** What it is, such as `a ZIP archive`. */
  name: string;
  /** The command that unpacks it. */
  unpack: string;
}

const packings = [
  { magic: 'PK\x03\x04', name: 'a ZIP archive', unpack: 'unzip' },
  { magic: 'BZh', name: 'compressed with bzip2', unpack: 'bunzip2' },
  { magic: '\xfd7zXZ\0', name: 'compressed with xz', unpack: 'unxz' },
  { magic: '7z\xbc\xaf\x27\x1c', name: 'a 7-Zip archive', unpack: '7z x' },
  { magic: '\x28\xb5\x2f\xfd', name: 'compressed with zstd', unpack: 'unzstd' },
] as const;

/** What is compressed with gzip, and no archive. */
export const gzipPacking: Packing = { name: 'compressed with gzip', unpack: 'gunzip' };

/** Tells by the first bytes of a file how it is packed, if it is. */
export function packingOf(content: Buffer): Packing | undefined {
  if (startsWith(content, '\x1f\x8b\x08')) {
    const isArchive = isTar(beginningOf(content));
    return isArchive
      ? { name: 'a tar archive, compressed with gzip', unpack: 'tar -xzf' }
      : gzipPacking;
  }
  if (isTar(content)) return { name: 'a tar archive', unpack: 'tar -xf' };
  return packings.find(({ magic }) => startsWith(content, magic));
}

function startsWith(content: Buffer, magic: string): boolean {
  return content.toString('latin1', 0, magic.length) === magic;
}

function isTar(content: Buffer): boolean {
  return content.toString('latin1', 257, 262) === 'ustar';
}

/** What the first bytes of a gzip file have in them. */
function beginningOf(content: Buffer): Buffer {
  try {
    return gunzipSync(content.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}
