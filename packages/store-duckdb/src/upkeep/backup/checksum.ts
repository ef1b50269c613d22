import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What tells whether a file is the one that was written. */
export interface FileChecksum {
  /** Its size, in bytes. */
  bytes: number;
  /** SHA-256 of all of it, in hexadecimal digits. */
  sha256: string;
}

/** Bytes that are hashed before others get their turn: a millisecond or two. */
const atATime = 1024 * 1024;

/**
 * Reads a file for its size and checksum.
 *
 * @throws the reason of the signal
 */
export async function checksumOf(path: string, signal?: AbortSignal): Promise<FileChecksum> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: atATime })) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}
