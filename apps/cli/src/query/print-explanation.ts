import { print, styled } from '../output/terminal.ts';
import { explanationCaption, explanationLines, readExplanation } from './explanation.ts';

/** Prints what a server says that its answer was made from, below the answer. */
export function printExplanation(headers: Headers, width: number): void {
  const segments = readExplanation(headers);
  print();
  if (segments === undefined) {
    print(styled('dim', 'The server does not say what the answer was made from.'));
    return;
  }
  if (segments.length === 0) {
    print(styled('dim', 'made from nothing: there are no such flows'));
    return;
  }
  const [titles = '', ...lines] = explanationLines(segments, width);
  print(styled('bold', titles));
  for (const line of lines) print(line);
  print();
  for (const line of explanationCaption(segments)) print(styled('dim', line));
}
