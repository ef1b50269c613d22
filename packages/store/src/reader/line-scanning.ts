import {
  type ColumnsLayout,
  fieldSource,
  type FlowField,
  keysOfField,
  type LogFormat,
  readings,
} from '../format.ts';
import { ColumnsScanner } from './columns-scanner.ts';
import { kindOf } from './field-reader.ts';
import { JsonScanner } from './json-scanner.ts';
import type { LineParser } from './line-parser.ts';
import type { LineScanner, WantedKey } from './scan.ts';

/** Takes the lines of one log apart, by the columns that its lines name where it has some. */
export class LineScanning {
  /** Nothing for a layout that only the line parser knows. */
  readonly scanner: LineScanner | undefined;
  readonly parser: LineParser;
  #columns: readonly string[] | undefined;
  #layout: ColumnsLayout | undefined;

  /** @param keys - those whose values are wanted, in the order of their places */
  constructor(format: LogFormat, keys: readonly string[], parser: LineParser) {
    this.parser = parser;
    this.scanner = format.onlyLines === undefined ? scannerOf(format, keys) : undefined;
    this.takeColumns();
  }

  /** @returns the place of the line feed, or -1 when the line is for the line parser */
  scanLine(bytes: Uint8Array, start: number): number {
    return this.scanner === undefined ? -1 : this.scanner.scanLine(bytes, start);
  }

  /** The line parser read a line, which may have named the columns of those after it. */
  takeColumns(): void {
    const { columns, layout } = this.parser;
    if (!(this.scanner instanceof ColumnsScanner) || layout.kind !== 'columns') return;
    if (columns === this.#columns && layout === this.#layout) return;
    this.#columns = columns;
    this.#layout = layout;
    this.scanner.setColumns(layout, columns ?? []);
  }
}

function scannerOf(format: LogFormat, keys: readonly string[]): LineScanner | undefined {
  const kinds = kindsOf(format);
  const wanted = keys.map((key): WantedKey => ({ key, kind: kinds.get(key) ?? 'number' }));
  switch (format.layout.kind) {
    case 'json':
      return new JsonScanner(wanted);
    case 'columns':
      return format.layout.quoted || format.layout.mayHaveMore
        ? undefined
        : new ColumnsScanner(wanted);
    case 'pairs':
    case 'text':
      return undefined;
  }
}

/** What the keys of fields are likely to have. */
function kindsOf(format: LogFormat): Map<string, WantedKey['kind']> {
  const kinds = new Map<string, WantedKey['kind']>();
  for (const field of Object.keys(format.fields) as FlowField[]) {
    const source = fieldSource(format, field)!;
    if ('constant' in source) continue;
    for (const key of readings(source).flatMap(keysOfField)) {
      const kind = kinds.get(key) ?? kindOf(field);
      // A text can be had in any way.
      kinds.set(key, kind === kindOf(field) ? kind : 'text');
    }
  }
  if (format.only) kinds.set(format.only.key, 'text');
  return kinds;
}
