import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read first: nearly every file begins with something else. */
const firstReadSize = 16;

/** Bytes that are read at a time. */
const readSize = 1 << 20;

/** How many NULs a file begins with. */
export async function leadingNuls(file: FileHandle): Promise<number> {
  let buffer = Buffer.alloc(firstReadSize);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    const nuls = nulsBefore(buffer.subarray(0, bytesRead));
    at += nuls;
    if (nuls < bytesRead || bytesRead === 0) return at;
    if (buffer.length < readSize) buffer = Buffer.allocUnsafe(readSize);
  }
}

/** Content from its first byte on that is not NUL. */
export async function* withoutLeadingNuls(
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let isBeginning = true;
  for await (const piece of content) {
    const nuls = isBeginning ? nulsBefore(piece) : 0;
    if (nuls === piece.byteLength) continue;
    isBeginning = false;
    yield piece.subarray(nuls);
  }
}

/** How many NULs stand at the beginning of bytes. */
export function nulsBefore(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.byteLength && bytes[at] === 0) at++;
  return at;
}
