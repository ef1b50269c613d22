import { printCaption, printTable } from '../output/print-table.ts';
import { hiddenText } from '../output/table.ts';
import { print } from '../output/terminal.ts';
import { explanationCaption, explanationTable, readExplanation } from './explanation.ts';

/** Prints what a server says that its answer was made from, below the answer. */
export function printExplanation(headers: Headers, width: number): void {
  const segments = readExplanation(headers);
  print();
  if (segments === undefined) {
    printCaption('The server does not say what the answer was made from.');
    return;
  }
  if (segments.length === 0) {
    printCaption('made from nothing: there are no such flows');
    return;
  }
  const table = explanationTable(segments, width);
  printTable(table.lines);
  print();
  for (const text of explanationCaption(segments)) printCaption(text);
  printCaption(hiddenText(table));
}
