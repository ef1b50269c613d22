import { print, screenWidth, styled } from './terminal.ts';
import { wrapTo } from './wrap.ts';

/** Prints the lines of a table, its titles first. */
export function printTable([titles, ...lines]: readonly string[]): void {
  if (titles === undefined) return;
  print(styled('bold', titles));
  for (const line of lines) print(line);
}

/** Prints what is said below an answer, no wider than the terminal. */
export function printCaption(text: string | undefined): void {
  if (text === undefined) return;
  for (const line of wrapTo(text, screenWidth())) print(styled('dim', line));
}
