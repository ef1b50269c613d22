import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** How a log is compressed. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Bytes at the beginning of a file that tell how it is compressed. */
export const magicSize = 4;

const gzipMagic = 0x8b1f;
const zstdMagic = 0xfd2fb528;

/** The first of sixteen: frames without content, which may come first (RFC 8878, section 3.1.2). */
const skippableMagic = 0x184d2a50;

/** Bytes that are decompressed at a time. */
const chunkSize = 1 << 20;

/**
 * How a file is compressed.
 *
 * @param bytes - its first bytes, four of them if it has so many
 */
export function compressionOf(bytes: Uint8Array): Compression {
  const head = Buffer.alloc(magicSize);
  head.set(bytes.subarray(0, magicSize));
  if (head.readUInt16LE() === gzipMagic) return 'gzip';
  const magic = head.readUInt32LE();
  return magic === zstdMagic || (magic & ~0xf) >>> 0 === skippableMagic ? 'zstd' : 'none';
}

/** Decompresses a file, all its parts: gzip files may have several members, zstd files frames. */
export function decompress(
  file: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'none':
      return file;
    case 'gzip':
      return decompressParts(file, () => createGunzip({ chunkSize }), { isPadded: true });
    case 'zstd':
      return decompressParts(file, () => createZstdDecompress({ chunkSize }), { isPadded: false });
  }
}

/**
 * Decompresses parts one by one, since Node ends after the first one of zstd, and after the first zero
 * behind one of gzip.
 *
 * @param isPadded - whether there may be zeros behind a part, which fill a block of a tape
 */
async function* decompressParts(
  file: AsyncIterable<Uint8Array>,
  open: () => Transform & { bytesWritten: number },
  { isPadded }: { isPadded: boolean },
): AsyncGenerator<Uint8Array> {
  const input = new Pieces(file);
  try {
    while (await input.hasMore({ skipZeros: isPadded })) {
      const part = open();
      const feeding = feed(part, input);
      // It fails as the part does.
      feeding.catch(() => undefined);
      yield* part;
      await feeding;
    }
  } finally {
    await input.close();
  }
}

/** Writes pieces into a part until it ends. */
async function feed(part: Transform & { bytesWritten: number }, input: Pieces): Promise<void> {
  try {
    for (let piece = await input.next(); piece !== undefined; piece = await input.next()) {
      const before = part.bytesWritten;
      await write(part, piece);
      const used = part.bytesWritten - before;
      if (used === piece.byteLength) continue;
      input.giveBack(piece.subarray(used));
      return;
    }
    part.end();
  } catch (error) {
    part.destroy(error as Error);
    throw error;
  }
}

function write(part: Transform, piece: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  part.write(piece, (error) => (error ? reject(error) : resolve()));
  return promise;
}

/** Pieces of a file, of which what was not used is given back. */
class Pieces {
  readonly #input: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(file: AsyncIterable<Uint8Array>) {
    this.#input = file[Symbol.asyncIterator]();
  }

  async next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    if (rest.byteLength > 0) return rest;
    const { done, value } = await this.#input.next();
    return done ? undefined : value;
  }

  giveBack(rest: Uint8Array): void {
    this.#rest = rest;
  }

  async hasMore({ skipZeros }: { skipZeros: boolean }): Promise<boolean> {
    for (;;) {
      const piece = await this.next();
      if (piece === undefined) return false;
      const start = skipZeros ? piece.findIndex((byte) => byte !== 0) : 0;
      if (start < 0) continue;
      this.#rest = piece.subarray(start);
      if (this.#rest.byteLength > 0) return true;
    }
  }

  async close(): Promise<void> {
    await this.#input.return?.();
  }
}
