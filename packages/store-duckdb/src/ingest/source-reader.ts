import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  type IngestReport,
  type Enrichment,
  type FlowSource,
  fieldSource,
  flowFields,
  type InternalNetworks,
  type HostLog,
  type HostName,
  keysOf,
  keysOfField,
  type Line,
  type LineChunk,
  lineChunks,
  LineReader,
  type LineResult,
  linesAt,
  linesOf,
  type LogFormat,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  insertFlows,
  insertHalves,
  readLines,
  rejectedPlaces,
  rowColumns,
  textsOfFile,
  textsOfWritten,
} from './bulk-reader.ts';
import type { DeadLetters } from './dead-letters.ts';
import { numberTexts } from './dictionary.ts';
import { findInternalAddresses } from './internal-addresses.ts';
import { addHosts, addRawHosts, createLineHosts } from './line-hosts.ts';
import { createHalves, insertSessions } from './one-way.ts';
import { isReadable, name, readRaw } from './raw-rows.ts';
import { countSkipped, isSkipped, textsOfRows, unreadPlaces } from './texts-sql.ts';

/** Lines read plainly before others get their turn: some milliseconds. */
const linesAtATime = 1000;

/** Rejected lines that a report tells in full. */
const maxRejections = 100;

const lineFeed = 0x0a;

/** Where the lines of a source go. */
interface Destination {
  readonly connection: DuckDBConnection;
  /** File for the chunk under way. */
  readonly file: string;
  /** Gives the number of a new batch. */
  readonly nextBatch: () => number;
  /** Takes the lines that are not flows. */
  readonly letters: DeadLetters;
  readonly firewall: string;
  readonly internalNetworks: InternalNetworks;
  readonly enrichment: Enrichment | undefined;
}

/** What became of lines that were read in bulk. */
interface Added {
  /** How many they are. */
  count: number;
  /** Places of those that are not flows, from 1. */
  rejected: number[];
}

/** A source with its whole content, in one chunk. */
interface Part {
  reader: SourceReader;
  chunk: LineChunk;
}

/** Ingests the chunks of one source, and says in a report what became of their lines. */
export class SourceReader {
  readonly #format: LogFormat;
  readonly #report: IngestReport;
  readonly #to: Destination;
  readonly #lines: LineReader;
  readonly #logsBeside: readonly HostLog[];
  /** Lines of the logs beside count before all lines of the source. */
  #hostsBefore = -(2 ** 52);

  constructor({ format, hosts = [] }: FlowSource, report: IngestReport, to: Destination) {
    this.#format = format;
    this.#report = report;
    this.#to = to;
    this.#logsBeside = hosts;
    this.#lines = this.lineReader();
  }

  /** Prepares what outlives a chunk: the hosts that logs beside name, too. */
  async begin(chunkSize: number, signal?: AbortSignal): Promise<void> {
    const { connection } = this.#to;
    if (this.#format.hosts) await connection.run(createLineHosts);
    if (this.#format.unidirectional) await connection.run(createHalves);
    for (const log of this.#logsBeside) {
      const add = this.#hostsFrom(log);
      for await (const chunk of lineChunks(log.name, log.open().content, chunkSize)) {
        signal?.throwIfAborted();
        await add(chunk);
      }
    }
  }

  /** Takes the columns from the first lines of a log that is not read from its beginning. */
  beginAt(head: Iterable<string>): void {
    this.#lines.begin(head);
  }

  /** Another reader of single lines of the source, which has not begun. */
  lineReader(): LineReader {
    const { firewall, internalNetworks } = this.#to;
    return new LineReader(this.#format, { firewall, internalNetworks, name: this.#report.source });
  }

  /**
   * Takes the hosts that lines before a place name, for the flows after it.
   *
   * @param line - number of the last line before the place
   */
  async addHostsBefore(chunk: LineChunk, line: number): Promise<void> {
    const first = line - chunk.lines - 1;
    const read = (text: string) => hostOf(this.#lines.read(text));
    const lines = linesWith(keysOfHosts(this.#format), linesOf(chunk));
    await addHosts(this.#to.connection, await hostsIn(lines, first, read));
  }

  /** Takes a chunk in, the next one of the source. */
  async add(chunk: LineChunk): Promise<void> {
    if (chunk.firstLine === 1) this.#lines.begin(textsIn(chunk));
    if (!this.#isReadable(chunk, this.#lines)) {
      await this.#addPlainly(chunk, linesOf(chunk));
      return;
    }
    const { count, rejected } = isFlowRecord(this.#format)
      ? await this.#addRecords([chunk])
      : await this.#addRows(chunk);
    this.#report.flows += count - rejected.length;
    await this.#addPlainly(chunk, linesAt(chunk, rejected));
  }

  /**
   * Ingests the whole contents of several sources at once. They are of one format, in which the
   * fields of a flow are under their names, and go to one place.
   */
  static async addTogether(parts: readonly Part[]): Promise<void> {
    const [{ reader }] = parts as [Part];
    const { count, rejected } = await reader.#addRecords(parts.map(({ chunk }) => chunk));
    let before = 0;
    for (const { reader, chunk } of parts) {
      const end = before + chunk.lines - chunk.blank;
      const places = rejected.flatMap((place) =>
        place > before && place <= end ? [place - before] : [],
      );
      reader.#report.flows += end - before - places.length;
      await reader.#addPlainly(chunk, linesAt(chunk, places));
      before = end;
    }
    if (before !== count) throw new Error(`DuckDB found ${count} lines where there are ${before}`);
  }

  /** Adds what can be told only when there are no more lines. */
  async end(): Promise<void> {
    if (!this.#format.unidirectional) return;
    const { connection, nextBatch } = this.#to;
    this.#report.flows = await insertSessions(connection, this.#report.source, nextBatch);
  }

  /** Ingests the chunks of a log that names hosts. They count before those of later logs. */
  #hostsFrom(log: HostLog): (chunk: LineChunk) => Promise<void> {
    const hosts = this.#format.hosts!;
    const lines = new LineReader(this.#format, { firewall: this.#to.firewall, name: log.name });
    const { connection, file } = this.#to;
    return async (chunk) => {
      if (chunk.firstLine === 1) lines.begin(textsIn(chunk));
      const before = this.#hostsBefore;
      this.#hostsBefore += chunk.bytes.byteLength;
      let left = linesOf(chunk);
      if (this.#isReadable(chunk, lines)) {
        const { layout } = this.#format;
        const keys = [hosts.key, ...hosts.names];
        await writeFile(file, chunk.bytes);
        await connection.run(readRaw(layout, keys, { path: file, ...chunk }, lines.columns));
        await connection.run(addRawHosts(hosts, before));
        left = linesAt(chunk, await this.#places(unreadPlaces(hosts.key)));
      }
      const read = (text: string) => lines.readHost(text);
      await addHosts(connection, await hostsIn(left, before, read));
    };
  }

  #isReadable(chunk: LineChunk, { columns }: LineReader): boolean {
    const { layout } = this.#format;
    return (layout.kind !== 'columns' || columns !== undefined) && isReadable(this.#format, chunk);
  }

  /** Lines that have the fields of a flow under their names. */
  async #addRecords(chunks: readonly LineChunk[]): Promise<Added> {
    const { file, firewall } = this.#to;
    await writeFile(file, linesIn(chunks));
    const longest = Math.max(...chunks.map((chunk) => chunk.longest));
    const texts = textsOfFile({ path: file, longest }, firewall);
    return this.#addTexts((separator) => readLines(texts, separator), false);
  }

  /** Lines that are taken apart first. */
  async #addRows(chunk: LineChunk): Promise<Added> {
    const { connection, file, firewall, internalNetworks } = this.#to;
    const format = this.#format;
    await writeFile(file, chunk.bytes);
    const keys = keysOf(format);
    await connection.run(
      readRaw(format.layout, keys, { path: file, longest: chunk.longest }, this.#lines.columns),
    );
    if (format.only) {
      const skipped = await connection.runAndReadAll(countSkipped(format));
      this.#report.skipped += Number(skipped.getRows()[0]![0]);
    }
    if (format.hosts && !format.hosts.beside) await this.#addHostsOf(chunk);
    await findInternalAddresses(connection, endsOf(format), internalNetworks);
    const texts = textsOfRows(format, firewall, chunk.firstLine);
    return this.#addTexts((separator) => readLines(texts, separator, rowColumns), true);
  }

  /** The hosts that lines of a chunk name, the next ones of it included. */
  async #addHostsOf(chunk: LineChunk): Promise<void> {
    const { connection } = this.#to;
    const { hosts, only } = this.#format;
    const before = chunk.firstLine - 1;
    await connection.run(addRawHosts(hosts!, before, isSkipped(this.#format)));
    const unread = linesAt(chunk, await this.#places(unreadPlaces(only!.key)));
    const read = (text: string) => hostOf(this.#lines.read(text));
    await addHosts(connection, await hostsIn(unread, before, read));
  }

  /** Adds the flows among lines. */
  async #addTexts(read: (separator: string) => string, havePlaces: boolean): Promise<Added> {
    const { connection, enrichment } = this.#to;
    const count = await readAndNumber(connection, enrichment, read);
    const { unidirectional } = this.#format;
    const insert = unidirectional ? insertHalves() : insertFlows(this.#to.nextBatch());
    const { rowsChanged: accepted } = await connection.run(insert);
    const rejected = accepted === count ? [] : await this.#places(rejectedPlaces(havePlaces));
    return { count, rejected };
  }

  async #places(query: string): Promise<number[]> {
    const found = await this.#to.connection.runAndReadAll(query);
    return found.getRows().map(([place]) => Number(place));
  }

  /**
   * Ingests lines by the plain reader, which is slower but takes all that there is, and knows what is
   * wrong with a line. Its flows are written again for DuckDB.
   */
  async #addPlainly(chunk: LineChunk, lines: Iterable<Line>): Promise<void> {
    const report = this.#report;
    const flows: Buffer[] = [];
    const hosts: (HostName & { seq: number })[] = [];
    let count = 0;
    for (const { line, place, text } of lines) {
      if (++count % linesAtATime === 0) await setImmediate();
      const read = this.#lines.read(text);
      const seq = chunk.firstLine - 1 + place;
      if ('flow' in read) {
        flows.push(Buffer.from(`${write(read, seq)}\n`));
      } else if ('skipped' in read) {
        report.skipped++;
        if (read.host) hosts.push({ ...read.host, seq });
      } else {
        report.rejected++;
        this.#to.letters.add({ source: report.source, line, reason: read.reason, text });
        if (report.rejections.length < maxRejections) {
          report.rejections.push({ line, reason: read.reason });
        }
      }
    }
    await addHosts(this.#to.connection, hosts);
    if (flows.length > 0) await this.#addWritten(flows);
  }

  async #addWritten(flows: readonly Buffer[]): Promise<void> {
    const { file, firewall } = this.#to;
    await writeFile(file, Buffer.concat(flows));
    const longest = flows.reduce((most, { byteLength }) => Math.max(most, byteLength), 0);
    const { hosts } = this.#format;
    const texts = textsOfWritten({ path: file, longest }, firewall, hosts !== undefined);
    const { count, rejected } = await this.#addTexts(
      (separator) => readLines(texts, separator, ['pair_key']),
      false,
    );
    this.#report.flows += count;
    if (rejected.length > 0) {
      throw new Error(`DuckDB did not take ${rejected.length} flows that the plain reader read`);
    }
  }
}

/** Whether the fields of a flow are under their own names, and nothing has to be done to them. */
export function isFlowRecord({ layout, fields, only, hosts, unidirectional }: LogFormat): boolean {
  return (
    layout.kind === 'json' &&
    flowFields.every((field) => fields[field] === field) &&
    !only &&
    !hosts &&
    !unidirectional
  );
}

/** The lines of chunks, each with its line feed. */
function* linesIn(chunks: readonly LineChunk[]): Generator<Buffer> {
  for (const { bytes } of chunks) {
    yield bytes;
    if (bytes.at(-1) !== lineFeed) yield Buffer.from([lineFeed]);
  }
}

/** The two ends of a flow, as they stand in `raw_rows`. */
function endsOf(format: LogFormat): string[] {
  return (['src_ip', 'dst_ip'] as const).flatMap((field) => {
    const source = fieldSource(format, field);
    if (source === undefined || 'constant' in source) return [];
    return [`coalesce(${keysOfField(source).map(name).join(', ')})`];
  });
}

function hostOf(read: LineResult): HostName | undefined {
  return 'skipped' in read ? read.host : undefined;
}

async function hostsIn(
  lines: Iterable<Line>,
  before: number,
  read: (text: string) => HostName | undefined,
): Promise<(HostName & { seq: number })[]> {
  const hosts: (HostName & { seq: number })[] = [];
  let count = 0;
  for (const { place, text } of lines) {
    if (++count % linesAtATime === 0) await setImmediate();
    const host = read(text);
    if (host) hosts.push({ ...host, seq: before + place });
  }
  return hosts;
}

/** Keys that name hosts, as a line of JSON has them. */
function keysOfHosts({ hosts }: LogFormat): string[] {
  return (hosts?.names ?? []).map((key) => JSON.stringify(key.split('/').at(-1)));
}

/** Lines that have one of some texts in them: to look for it takes a fraction of what to parse does. */
function* linesWith(texts: readonly string[], lines: Iterable<Line>): Generator<Line> {
  for (const line of lines) if (texts.some((text) => line.text.includes(text))) yield line;
}

/** The lines of a chunk that aren't blank, as texts. */
export function* textsIn(chunk: LineChunk): Generator<string> {
  for (const { text } of linesOf(chunk)) yield text;
}

/**
 * Reads lines and numbers what they say. The separator is a control character, and if that is in a
 * word, something that nobody writes.
 *
 * @returns how many lines there are
 */
export async function readAndNumber(
  connection: DuckDBConnection,
  enrichment: Enrichment | undefined,
  read: (separator: string) => string,
): Promise<number> {
  for (const separator of ['\u001f', randomUUID()]) {
    const [[count]] = (await connection.runAndReadAll(read(separator))).getRows() as [[bigint]];
    if (await numberTexts(connection, separator, enrichment)) return Number(count);
  }
  throw new Error('Words of the lines have a random separator in them');
}

/** A half of a surrogate pair can't be written as UTF-8 and becomes U+FFFD. */
function write(
  { flow, hostKey, pairKey }: Extract<LineResult, { flow: object }>,
  seq: number,
): string {
  const values = { ...flow, host_key: hostKey, pair_key: pairKey, seq };
  const texts = Object.entries(values).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, String(value).toWellFormed()]],
  );
  return JSON.stringify(Object.fromEntries(texts));
}
