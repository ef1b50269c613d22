import path from 'node:path';
import type { LogWithoutFlows } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatCount } from '../output/quantity.ts';

/** Maximum number of logs and of files that a line names. */
const maxNamed = 12;
const maxFiles = 3;

/** Kinds of files that are remembered: names may be made up by a program. */
const maxKinds = 1000;

/**
 * Collects what lies in folders beside flow logs and is no fault: logs without flows, and files that are
 * not named like logs. It is reported in two lines, however many there are, and each kind of it once.
 */
export class PassedOver {
  readonly #reported = new Set<string>();
  /** Each with how many there are. */
  #logs = new Map<string, LogWithoutFlows & { count: number }>();
  #files: string[] = [];

  /** Adds a log that has no flows. */
  addLog(log: LogWithoutFlows): void {
    const kind = `${log.program} ${log.log}`;
    if (!this.#isNew(kind)) return;
    const known = this.#logs.get(kind);
    if (known) known.count++;
    else this.#logs.set(kind, { ...log, count: 1 });
  }

  /** Adds files that are not named like logs. Those of one extension are of one kind. */
  addFiles(files: readonly string[]): void {
    this.#files.push(...files.filter((file) => this.#isNew(kindOf(file))));
  }

  /** Lines about what was added since the last time and is of a new kind. */
  takeLines(): string[] {
    const lines = [...this.#linesOfLogs(), ...this.#linesOfFiles()];
    for (const kind of [...this.#logs.keys(), ...this.#files.map(kindOf)]) this.#reported.add(kind);
    this.#logs = new Map();
    this.#files = [];
    return lines;
  }

  #isNew(kind: string): boolean {
    return !this.#reported.has(kind) && this.#reported.size < maxKinds;
  }

  #linesOfLogs(): string[] {
    const logs = [...this.#logs.values()].sort((one, other) => (one.log < other.log ? -1 : 1));
    if (logs.length === 0) return [];
    const named = logs.slice(0, maxNamed);
    const programs = [...new Set(named.map(({ program }) => program))].sort();
    const lists = programs.map((program) => {
      const its = named.filter((log) => log.program === program);
      return `${program} ${its.map(nameOf).join(', ')}`;
    });
    const more = logs.length - named.length;
    const rest = more > 0 ? `; ${counted(more, 'more kind')}` : '';
    const total = logs.reduce((sum, { count }) => sum + count, 0);
    const list = escapeControlChars(lists.join('; '));
    const what = counted(total, 'log without flows', 'logs without flows');
    return [`${what} passed over: ${list}${rest}.`];
  }

  #linesOfFiles(): string[] {
    const files = this.#files;
    if (files.length === 0) return [];
    const named = files.slice(0, maxFiles).map((file) => escapeControlChars(file));
    const more = files.length - named.length;
    const rest = more > 0 ? ` and ${formatCount(more)} more` : '';
    const what = counted(files.length, 'file not named like a log', 'files not named like logs');
    return [`${what} passed over: ${named.join(', ')}${rest}.`];
  }
}

function nameOf({ log, count }: { log: string; count: number }): string {
  return count === 1 ? log : `${log} (${formatCount(count)})`;
}

function kindOf(file: string): string {
  return `*${path.extname(file).toLowerCase() || path.basename(file)}`;
}
