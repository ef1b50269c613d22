import { type LogFormat, logFormats, mappingOf } from '@cfw-flow/store';
import { tableLines } from '../output/table.ts';
import { print, styled } from '../output/terminal.ts';

/** Lists the formats, or the fields of a flow and where they come from in one format. */
export function formats(format: LogFormat | undefined): void {
  if (format === undefined) {
    table(
      ['format', 'what it is', 'detected by'],
      logFormats.map(({ name, title, mark }) => [name, title, mark.says]),
    );
    return;
  }
  print(`${format.title}, detected by ${format.mark.says}`);
  print();
  table(['field', 'comes from'], mappingOf(format));
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = titles.map((title, index) => ({
    title,
    minWidth: 12,
    cells: rows.map((row) => row[index]!),
  }));
  const [head = '', ...lines] = tableLines(columns, process.stdout.columns ?? Infinity);
  print(styled('bold', head));
  for (const line of lines) print(line);
}
