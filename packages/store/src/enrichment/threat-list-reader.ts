import { maxBadLines } from './bad-line.ts';
import { csvCells } from './csv.ts';
import { columnsOf, namedColumns, otherKind, type ThreatColumns } from './threat-columns.ts';
import { addRange, type Complaint } from './threat-entry.ts';
import { addLine, isComment, passOver } from './threat-line.ts';
import type { ThreatList } from './threat-list.ts';

/** Lines that a row of a table may take. */
const maxLinesOfRow = 20;

/** Reads line after line into a list. */
export class ThreatListReader {
  readonly #list: ThreatList = {
    ipv4: [],
    ipv6: [],
    hosts: [],
    others: new Map(),
    bad: 0,
    badLines: [],
  };
  #columns: ThreatColumns | undefined;
  /** The lines of a row whose quote is open. */
  #begun: { lines: string[]; line: number } | undefined;

  /** Reads a line; the first one is 1. */
  read(written: string, line: number): void {
    const { lines, line: first } = this.#begun ?? { lines: [], line };
    this.#begun = undefined;
    lines.push(written.trim());
    const complaint = this.#read(lines, first);
    if (complaint !== undefined) this.#complain(complaint, first);
    if (lines.length === maxLinesOfRow) this.#giveUp();
  }

  /** What all lines say. */
  end(): ThreatList {
    while (this.#begun !== undefined) this.#giveUp();
    return this.#list;
  }

  /** The lines after one whose quote is never closed are lines of their own. */
  #giveUp(): void {
    if (this.#begun === undefined) return;
    const { lines, line } = this.#begun;
    this.#begun = undefined;
    this.#complain('a quote is not closed', line);
    for (const [place, text] of lines.slice(1).entries()) this.read(text, line + 1 + place);
  }

  #complain(reason: string, line: number): void {
    if (this.#list.bad++ < maxBadLines) this.#list.badLines.push({ line, reason });
  }

  #read(lines: string[], line: number): Complaint {
    const text = lines.join('\n');
    if (text === '') return undefined;
    if (text.startsWith('{')) return this.#readJson(text);
    if (this.#isEmpty()) {
      const columns = namedColumns(text);
      if (columns !== undefined) {
        this.#columns = columns;
        return undefined;
      }
    }
    if (isComment(text)) return undefined;
    if (this.#columns === undefined) return addLine(text, this.#list);
    const cells = csvCells(text, this.#columns.delimiter);
    if (cells !== undefined) return this.#readRow(this.#columns, cells);
    this.#begun = { lines, line };
    return undefined;
  }

  /** Names of columns come before what is in them. */
  #isEmpty(): boolean {
    const { ipv4, ipv6, hosts, others } = this.#list;
    return ipv4.length + ipv6.length + hosts.length + others.size === 0;
  }

  #readJson(text: string): Complaint {
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      return `not JSON: ${(error as SyntaxError).message}`;
    }
    if (value['type'] === 'metadata') return undefined;
    const entries = Object.entries(value).filter(([, cell]) => typeof cell !== 'object');
    const columns = columnsOf(entries.map(([key]) => key));
    if (columns === undefined) return 'a JSON object without "cidr", "ip", "url" or the like';
    return this.#readRow(
      columns,
      entries.map(([, cell]) => String(cell)),
    );
  }

  #readRow(columns: ThreatColumns, cells: readonly string[]): Complaint {
    const entry = cells[columns.entry]?.trim();
    // Lines of another kind may stand among rows.
    if (entry === undefined) return addLine(cells.join(columns.delimiter), this.#list);
    const kind = otherKind(columns, cells);
    if (kind !== undefined) return passOver(kind, this.#list);
    const last = columns.last === undefined ? undefined : cells[columns.last]?.trim();
    return last === undefined ? addLine(entry, this.#list) : addRange(entry, last, this.#list);
  }
}
