import { jsonText } from '../output/json.ts';
import { printTable } from '../output/print-table.ts';
import { tableLines } from '../output/table.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { outputSchema } from '../schema/output-schema.ts';
import { type OutputName, outputNames, outputs } from '../schema/outputs.ts';

/** Prints the JSON Schema of an output, or without a name which there are. */
export function schema(name: OutputName | undefined): void {
  if (name === undefined) printNames();
  else print(jsonText(outputSchema(name)));
}

function printNames(): void {
  printTable(
    tableLines(
      [
        { title: 'schema', cells: outputNames },
        { title: 'of what is printed', cells: Object.values(outputs), minWidth: 12 },
      ],
      screenWidth(),
    ),
  );
}
