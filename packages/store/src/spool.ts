import { type FileHandle, open, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { StoreError } from './errors.ts';

/** Bytes that are kept in memory: as much as the beginning of a log takes that was never seen. */
const keptInMemory = 4 * 1024 * 1024;

/** Bytes that are read at a time. */
const readSize = 1024 * 1024;

/** Who talked to whom is for nobody else. */
const privateFile = 0o600;

/**
 * Bytes that are appended, to be read again from any place: the first ones in memory, the others in a
 * file. That has no name any more as soon as it is open, so that nothing is left of it, however the
 * process ends.
 */
export class Spool {
  /** Bytes in it. */
  length = 0;
  readonly #folder: string;
  readonly #inMemory: { start: number; bytes: Uint8Array }[] = [];
  /** Bytes in memory. */
  #border = 0;
  #file: FileHandle | undefined;

  /** @param folder - where its file is */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws {@link StoreError} `DATA_FULL` when there is no room for it */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.length < keptInMemory) {
      this.#inMemory.push({ start: this.length, bytes });
      this.#border = this.length + bytes.byteLength;
    } else {
      await this.#write(bytes);
    }
    this.length += bytes.byteLength;
  }

  /** Some of the bytes from a place on, at least one. */
  async read(from: number): Promise<Uint8Array> {
    if (from < this.#border) {
      const { start, bytes } = this.#inMemory.findLast((piece) => piece.start <= from)!;
      return bytes.subarray(from - start);
    }
    const buffer = Buffer.allocUnsafe(Math.min(readSize, this.length - from));
    const { bytesRead } = await this.#file!.read(buffer, 0, buffer.length, from - this.#border);
    return buffer.subarray(0, bytesRead);
  }

  /** Frees what it has. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#inMemory.length = 0;
    await file?.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      this.#file ??= await openNameless(this.#folder);
      await this.#file.appendFile(bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
      throw new StoreError(
        'DATA_FULL',
        `No space is left in ${this.#folder} for what comes through a pipe and is compared with what was ingested before. Make room, or write it to a file and ingest that.`,
        { cause: error },
      );
    }
  }
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `cfw-flow-pipe-${randomUUID()}`);
  const file = await open(path, 'wx+', privateFile);
  await unlink(path);
  return file;
}
