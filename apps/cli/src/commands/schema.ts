import { jsonText } from '../output/json.ts';
import { tableLines } from '../output/table.ts';
import { print, screenWidth, styled } from '../output/terminal.ts';
import { outputSchema } from '../schema/output-schema.ts';
import { type OutputName, outputNames, outputs } from '../schema/outputs.ts';

/** Prints the JSON Schema of an output, or without a name which there are. */
export function schema(name: OutputName | undefined): void {
  if (name === undefined) printNames();
  else print(jsonText(outputSchema(name)));
}

function printNames(): void {
  const [titles = '', ...lines] = tableLines(
    [
      { title: 'schema', cells: outputNames },
      { title: 'of what is printed', cells: Object.values(outputs), minWidth: 12 },
    ],
    screenWidth(),
  );
  print(styled('bold', titles));
  for (const line of lines) print(line);
}
