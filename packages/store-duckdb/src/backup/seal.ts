import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** What a file is known by. */
export interface Seal {
  /** Its size, in bytes. */
  bytes: number;
  /** SHA-256 of all of it, in hexadecimal digits. */
  sha256: string;
}

/** Bytes that are hashed before others get their turn: a millisecond or two. */
const atATime = 1024 * 1024;

/**
 * Reads what a file is known by.
 *
 * @throws the reason of the signal
 */
export async function sealOf(path: string, signal?: AbortSignal): Promise<Seal> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: atATime })) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Waits until the content of a file is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are on the disk, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs not.
  const folder = await open(path).catch(() => undefined);
  try {
    await folder?.sync();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM') throw error;
  } finally {
    await folder?.close();
  }
}
