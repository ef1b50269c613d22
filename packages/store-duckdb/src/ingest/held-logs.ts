import { type FlowSource, type Mark, markDigest, markedByLine, StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beginning, Place } from './log-place.ts';
import { Passage } from './passage.ts';

/*
 * The logs that were ingested. The table `logs` has how far each one was, with the SHA-256 of its
 * content up to there; `log_marks` has marks on the way, by which a log is found again that has
 * grown, or that is only the beginning of what was ingested.
 */

/** What is known of a log that is to be ingested. */
export interface Known {
  /** Where it goes on. */
  place: Place;
  /** Whether nothing is left to ingest. */
  isHeld: boolean;
  /** Whether more was ingested than the log has: it is an earlier state, or a copy under way. */
  isPart: boolean;
}

/** A log that was ingested and that may be the one at hand. */
interface HeldLog {
  log: number;
  bytes: number;
  lines: number;
  digest: string;
  /** Those after {@link markedByLine}, by their places. */
  marks: Map<number, bigint>;
}

/** Bytes read before it is looked whether it is still worth while. */
const stepSize = 4 * 1024 * 1024;

/**
 * Finds out whether a log was ingested before, and how far. It is read only as far as it is like one
 * that was ingested: a new one for 64 KiB.
 */
export async function findLog(
  connection: DuckDBConnection,
  source: FlowSource,
  signal?: AbortSignal,
): Promise<Known> {
  const passage = new Passage(source);
  try {
    const marks = await passage.readTo(markedByLine);
    const heads = [...marks, passage.fingerprint.mark()];
    const candidates = await readCandidates(connection, heads);
    const known = await compare(source, passage, heads, candidates, signal);
    if (known !== undefined) return known;
  } finally {
    await passage.close();
  }
  const isHeld = await wasHeldBefore(connection, source, signal);
  return { place: beginning(), isHeld, isPart: isHeld };
}

/**
 * Logs that begin as this one does: that ended in its first bytes, or that go on after them.
 *
 * @param heads - the marks of the first bytes, and one of all of them
 */
async function readCandidates(
  connection: DuckDBConnection,
  heads: readonly Mark[],
): Promise<HeldLog[]> {
  const digests = (marks: readonly Mark[]) => marks.map(({ digest }) => `${digest}`).join(', ');
  const reader = await connection.runAndReadAll(`
    SELECT log, bytes, lines, digest FROM logs
    WHERE mark IN (${digests(heads)})
      OR log IN (SELECT log FROM log_marks WHERE digest IN (${digests(heads.slice(-2))}))`);
  const logs = reader.getRows().map(([log, bytes, lines, digest]) => ({
    log: Number(log),
    bytes: Number(bytes),
    lines: Number(lines),
    digest: String(digest),
    marks: new Map<number, bigint>(),
  }));
  if (logs.length === 0) return [];
  const byNumber = new Map(logs.map((held) => [held.log, held]));
  const marks = await connection.runAndReadAll(`
    SELECT log, place, digest FROM log_marks
    WHERE log IN (${[...byNumber.keys()].join(', ')}) AND place >= ${markedByLine}`);
  for (const [log, place, digest] of marks.getRows()) {
    byNumber.get(Number(log))!.marks.set(Number(place), digest as bigint);
  }
  return logs;
}

/** Reads on as long as there is a candidate that is like what was read. */
async function compare(
  source: FlowSource,
  passage: Passage,
  heads: readonly Mark[],
  candidates: readonly HeldLog[],
  signal?: AbortSignal,
): Promise<Known | undefined> {
  const { fingerprint } = passage;
  const ended = candidates.filter(
    ({ bytes, digest }) =>
      bytes <= fingerprint.place &&
      heads.some((mark) => mark.place === bytes && mark.digest === markDigest(digest)),
  );
  let found = ended.toSorted((one, other) => one.bytes - other.bytes).at(-1);
  let place: Place | undefined;
  let left = candidates.filter(({ bytes }) => bytes > fingerprint.place);
  while (left.length > 0 && !passage.ended) {
    signal?.throwIfAborted();
    const nearest = Math.min(...left.map(({ bytes }) => bytes));
    const marks = await passage.readTo(Math.min(nearest, fingerprint.place + stepSize));
    left = left.filter((held) => marks.every((mark) => isOf(held, mark)));
    const reached = left.filter(({ bytes }) => bytes === fingerprint.place);
    const digest = fingerprint.digest();
    found = reached.find((held) => held.digest === digest) ?? found;
    if (found?.bytes === fingerprint.place) place = placeIn(passage, found);
    left = left.filter(({ bytes }) => bytes > fingerprint.place);
  }
  if (left.length > 0) return { place: beginning(), isHeld: true, isPart: true };
  if (found === undefined) return undefined;
  const isAtPlace = found.bytes === fingerprint.place;
  const isHeld = isAtPlace && (await passage.isBlankFromHere());
  return { place: place ?? (await readPlace(source, found)), isHeld, isPart: false };
}

function isOf({ bytes, marks }: HeldLog, { place, digest }: Mark): boolean {
  return place >= bytes || marks.get(place) === digest;
}

function placeIn({ fingerprint, tail }: Passage, { log, lines }: HeldLog): Place {
  const unsaved = { marks: [], rejected: 0 };
  return new Place({ log, lines, fingerprint: fingerprint.copy(), tail, unsaved });
}

/** Reads a log once more up to a place near its beginning. */
async function readPlace(source: FlowSource, held: HeldLog): Promise<Place> {
  const passage = new Passage(source);
  try {
    await passage.readTo(held.bytes);
    if (passage.fingerprint.digest() !== held.digest) throw changed(source);
    return placeIn(passage, held);
  } finally {
    await passage.close();
  }
}

/** Versions of the schema before 4 knew a file by the SHA-256 of all of it. */
async function wasHeldBefore(
  connection: DuckDBConnection,
  source: FlowSource,
  signal?: AbortSignal,
): Promise<boolean> {
  const files = await connection.runAndReadAll(
    "SELECT 1 FROM sources WHERE identity LIKE 'sha256:%' LIMIT 1",
  );
  if (files.currentRowCount === 0) return false;
  const passage = new Passage(source);
  try {
    while (!passage.ended) {
      signal?.throwIfAborted();
      await passage.readTo(passage.fingerprint.place + stepSize);
    }
  } finally {
    await passage.close();
  }
  const found = await connection.runAndReadAll('SELECT 1 FROM sources WHERE identity = ?', [
    `sha256:${passage.fingerprint.digest()}`,
  ]);
  return found.currentRowCount > 0;
}

/** What came in of a log. */
export interface Progress {
  name: string;
  flows: number;
  rejected: number;
  marks: readonly Mark[];
}

/**
 * Remembers how far a log was ingested, within the transaction of the caller. What holds no flow is
 * no log, or not one that is understood yet: it may come again.
 */
export async function rememberLog(
  connection: DuckDBConnection,
  place: Place,
  { name, flows, rejected, marks }: Progress,
): Promise<Place> {
  if (place.log === undefined && flows === 0) {
    const unsaved = {
      marks: [...place.unsaved.marks, ...marks],
      rejected: place.unsaved.rejected + rejected,
    };
    return new Place({ ...place, unsaved });
  }
  const log = place.log ?? (await addLog(connection, name));
  const digest = place.fingerprint.digest();
  await connection.run(
    `UPDATE logs SET name = ?, bytes = ${place.bytes}, lines = ${place.lines}, digest = '${digest}',
       mark = ${markDigest(digest)}, flows = flows + ${flows},
       rejected = rejected + ${place.unsaved.rejected + rejected}, taken_in = now()
     WHERE log = ${log}`,
    [name],
  );
  await addMarks(connection, log, [...place.unsaved.marks, ...marks]);
  return new Place({ ...place, log, unsaved: { marks: [], rejected: 0 } });
}

async function addLog(connection: DuckDBConnection, name: string): Promise<number> {
  const reader = await connection.runAndReadAll('SELECT coalesce(max(log), 0) + 1 FROM logs');
  const log = Number(reader.getRows()[0]![0]);
  await connection.run(`INSERT INTO logs VALUES (${log}, ?, 0, 0, '', 0, 0, 0, now())`, [name]);
  return log;
}

async function addMarks(
  connection: DuckDBConnection,
  log: number,
  marks: readonly Mark[],
): Promise<void> {
  if (marks.length === 0) return;
  const appender = await connection.createAppender('log_marks');
  for (const { place, digest } of marks) {
    appender.appendInteger(log);
    appender.appendBigInt(BigInt(place));
    appender.appendUBigInt(digest);
    appender.endRow();
  }
  appender.closeSync();
}

/** The error of a log that became another one meanwhile. */
export function changed({ name }: FlowSource): StoreError {
  return new StoreError(
    'SOURCE_DAMAGED',
    `${name} changed while it was read. Try again; what was ingested of it is not ingested twice.`,
  );
}
