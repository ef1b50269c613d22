import type { LogFormat } from '../format.ts';
import { textAt, textOf } from './field-reader.ts';
import { maxLineBytes } from './flow-reader.ts';
import type { HostTables } from './host-tables.ts';
import { type HostName, LineParser } from './line-parser.ts';
import { LineScanning } from './line-scanning.ts';
import { Found } from './scan.ts';

const lineFeed = 0x0a;

/**
 * Reads lines for the hosts alone that they name: a log beside that of the flows, such as Zeek's log
 * of TLS, or what a log has before the place from which it is read.
 */
export class HostReader {
  readonly #hosts: Pick<HostTables, 'add'>;
  readonly #lines: LineScanning;
  readonly #format: LogFormat;
  /** Places of the names, of which the first with a value counts, and of what tells flows. */
  readonly #names: readonly number[];
  readonly #only: number;
  /** The beginning of a line. */
  #rest: Uint8Array = new Uint8Array(0);

  /** @param isBeside - whether the log has nothing but lines that name hosts */
  constructor(format: LogFormat, hosts: Pick<HostTables, 'add'>, isBeside: boolean) {
    const { key, names } = format.hosts!;
    this.#hosts = hosts;
    const parser = new LineParser(format, { firewall: '' });
    const only = isBeside || format.only === undefined ? [] : [format.only.key];
    this.#lines = new LineScanning(format, [key, ...names, ...only], parser);
    this.#format = format;
    this.#names = names.map((_, place) => place + 1);
    this.#only = only.length === 0 ? -1 : names.length + 1;
  }

  /** Reads on. What comes after the last line feed waits for the rest of its line. */
  read(piece: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    for (let at = 0; at < end;) at = this.#readLine(bytes, at);
    const left = bytes.length - end;
    // A line that long names no host.
    this.#rest = left > maxLineBytes ? new Uint8Array(0) : Uint8Array.from(bytes.subarray(end));
  }

  /** There is no more. */
  end(): void {
    if (this.#rest.length > 0) this.read(Uint8Array.of(lineFeed));
  }

  #readLine(bytes: Uint8Array, from: number): number {
    let start = from;
    while (bytes[start] === 0) start++;
    const feed = this.#lines.scanLine(bytes, start);
    if (feed >= 0) {
      this.#lines.parser.keepColumns();
      this.#addScanned(bytes);
      return feed + 1;
    }
    const end = bytes.indexOf(lineFeed, start);
    const host = this.#parse(textAt(bytes, start, end));
    this.#lines.takeColumns();
    if (host) this.#add(host.key, host.name);
    return end + 1;
  }

  #parse(text: string): HostName | undefined {
    const { parser } = this.#lines;
    if (this.#only < 0) return parser.readHost(text);
    const read = parser.read(text);
    return 'skipped' in read ? read.host : undefined;
  }

  #isFlow(word: string | undefined): boolean {
    const { is, orAbsent = false } = this.#format.only!;
    return word === undefined ? orAbsent : is.includes(word);
  }

  #addScanned(bytes: Uint8Array): void {
    const { scan } = this.#lines.scanner!;
    const key = textOf(bytes, scan, 0);
    const name = this.#names.find((slot) => scan.found[slot] !== Found.NOTHING);
    if (key === undefined || name === undefined) return;
    if (this.#only >= 0 && this.#isFlow(textOf(bytes, scan, this.#only))) return;
    this.#add(key, textOf(bytes, scan, name)!);
  }

  #add(key: string, name: string): void {
    const bytes = Buffer.from(key);
    this.#hosts.add(bytes, 0, bytes.length, name);
  }
}
