import type { IngestedLog, StoreEngine } from '../engine.ts';
import { StoreError } from '../errors.ts';
import type { Checkpoint } from '../reader/block-reader.ts';
import { hashedByLine, type PrefixHash, PrefixHasher, shortDigest } from '../reader/prefix-hash.ts';
import type { FlowSource } from '../source.ts';
import { inOneLine } from '../source-error.ts';
import { PrefixReader } from './prefix-reader.ts';

/** What is known of a log that is to be ingested. */
export type KnownLog =
  | {
      /** It goes on here: its number and how far it was ingested; both lack when it is new. */
      goesOn: Pick<IngestedLog, 'log' | 'checkpoint'> | undefined;
    }
  /** All of it was ingested. */
  | { ingested: Pick<IngestedLog, 'log' | 'checkpoint'> }
  /** More was ingested than it has: it is an earlier state, or a copy under way. */
  | { isPart: true };

/** Bytes read before it is looked whether it is still worth while. */
const stepSize = 4 * 1024 * 1024;

/**
 * Finds out whether a log was ingested before, and how far. It is read only as far as it is like one
 * that was ingested: a new one for 64 KiB.
 */
export async function findLog(
  engine: StoreEngine,
  source: FlowSource,
  signal?: AbortSignal,
): Promise<KnownLog> {
  const reader = new PrefixReader(source, signal);
  try {
    const heads = [...(await reader.readTo(hashedByLine)), reader.hasher.hash()];
    const candidates = await engine.ingestedLogs(heads, heads.slice(-2));
    return await compare(reader, heads, candidates, signal);
  } finally {
    await reader.close();
  }
}

/** Reads on as long as there is a candidate that is like what was read. */
async function compare(
  reader: PrefixReader,
  heads: readonly PrefixHash[],
  candidates: readonly IngestedLog[],
  signal?: AbortSignal,
): Promise<KnownLog> {
  const { hasher } = reader;
  const ended = candidates.filter(({ checkpoint }) =>
    heads.some((head) => isSame(head, checkpoint)),
  );
  let found = ended.toSorted((one, other) => one.checkpoint.bytes - other.checkpoint.bytes).at(-1);
  let left = candidates.filter(({ checkpoint }) => checkpoint.bytes > hasher.bytes);
  while (left.length > 0 && !reader.ended) {
    signal?.throwIfAborted();
    const nearest = Math.min(...left.map(({ checkpoint }) => checkpoint.bytes));
    const hashes = await reader.readTo(Math.min(nearest, hasher.bytes + stepSize));
    left = left.filter((log) => hashes.every((hash) => isOf(log, hash)));
    const here = hasher.hash();
    found = left.find(({ checkpoint }) => isSame(checkpoint, here)) ?? found;
    left = left.filter(({ checkpoint }) => checkpoint.bytes > hasher.bytes);
  }
  if (left.length > 0) return { isPart: true };
  if (found === undefined) return { goesOn: undefined };
  const isAll = found.checkpoint.bytes === hasher.bytes && (await reader.isBlankFromHere());
  return isAll ? { ingested: found } : { goesOn: found };
}

function isOf({ checkpoint, hashes }: IngestedLog, hash: PrefixHash): boolean {
  return hash.bytes >= checkpoint.bytes || hashes.get(hash.bytes) === shortDigest(hash);
}

function isSame(one: PrefixHash, other: PrefixHash): boolean {
  return one.bytes === other.bytes && one.digest === other.digest;
}

/** A log that is open after a checkpoint. */
export interface OpenedLog {
  /** What comes after. */
  content: AsyncIterable<Uint8Array>;
  /** What comes before, from the base of the checkpoint. */
  overlap: Uint8Array;
  /** Bytes read so far, before decompression. */
  bytesRead: () => number;
}

/** Opens a log after a checkpoint, unless what lies before is not what it was. */
export async function openAfter(
  source: FlowSource,
  { base, bytes, digest }: Checkpoint,
  signal?: AbortSignal,
): Promise<OpenedLog | undefined> {
  const length = bytes - base.bytes;
  const { content, bytesRead } = source.open(base.bytes, signal);
  const pieces = content[Symbol.asyncIterator]();
  let seen = Buffer.alloc(0);
  while (seen.byteLength < length) {
    const { done, value } = await pieces.next();
    if (done) break;
    seen = Buffer.concat([seen, value as Uint8Array]);
  }
  const overlap = seen.subarray(0, length);
  const hasher = new PrefixHasher(base);
  hasher.update(overlap);
  if (overlap.byteLength < length || hasher.hash().digest !== digest) {
    await pieces.return?.();
    return undefined;
  }
  return { content: goOn(seen.subarray(length), pieces), overlap, bytesRead };
}

async function* goOn(
  first: Uint8Array,
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let item = await pieces.next(); !item.done; item = await pieces.next()) yield item.value;
  } finally {
    await pieces.return?.();
  }
}

/** The error of a log that became another one meanwhile. */
export function changed({ name }: FlowSource): StoreError {
  return new StoreError(
    'SOURCE_DAMAGED',
    `${inOneLine(name)} changed while it was read. Try again; what was ingested of it is not ingested twice.`,
  );
}
