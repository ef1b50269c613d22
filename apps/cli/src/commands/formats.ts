import path from 'node:path';
import { type LogFormat, logFormats, mappingOf } from '@cfw-flow/store';
import { printTable } from '../output/print-table.ts';
import { type Column, tableLines, tableWidth, widthOf } from '../output/table.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';

/** What is to be shown. */
export interface FormatsOptions {
  /** The only format of all files. */
  format?: LogFormat;
  /** Formats that are detected. */
  formats?: readonly LogFormat[];
}

/** Lists the formats, or the fields of a flow and where they come from in one format. */
export function formats({ format, formats: all = logFormats }: FormatsOptions): void {
  if (format === undefined) {
    table(
      ['format', 'what it is', 'detected by'],
      all.map(({ name, title, mark }) => [name, title, mark.says]),
    );
    print();
    const about = `Files that describe others, to use with --format-file or to copy: ${folderOfFiles()}`;
    for (const line of wrapTo(about, screenWidth())) print(line);
    return;
  }
  print(`${format.title}, detected by ${format.mark.says}`);
  print();
  table(['field', 'comes from'], mappingOf(format));
}

/** The folder of format files: beside the published program, or in a checkout. */
function folderOfFiles(): string {
  const isSource = import.meta.filename.endsWith('.ts');
  const folder = path.join(import.meta.dirname, isSource ? '../../format-files' : 'format-files');
  const relative = path.relative('', folder);
  return relative.length > 0 && relative.length < folder.length ? relative : folder;
}

/** Room that the last column has at least. */
const minRoom = 20;

/** Prints a table whose last column goes on in the next line where it has no room. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const columnsOfRows = (all: readonly (readonly string[])[]) =>
    titles.map((title, index): Column => ({
      title,
      cells: all.map((row) => row[index]!),
      // The last one is broken into lines instead.
      ...(index < titles.length - 1 && { minWidth: 8 }),
    }));
  const before = columnsOfRows(rows).slice(0, -1);
  const room = Math.max(minRoom, screenWidth() - tableWidth([...before.map(widthOf), 0]));
  const lines = rows.flatMap((row) => {
    const start = row.slice(0, -1);
    const wrapped = wrapTo(row.at(-1)!, room);
    return wrapped.map((text, line) => [...(line === 0 ? start : start.map(() => '')), text]);
  });
  printTable(tableLines(columnsOfRows(lines), screenWidth()));
}
