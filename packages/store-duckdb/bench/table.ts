/** A column of a table. */
export interface Column {
  title: string;
  /** Characters that its cells take at most. */
  width: number;
  /** Where its cells stand: words at the left, numbers at the right. */
  side: 'left' | 'right';
}

/** A column of words. */
export function words(title: string, width = title.length): Column {
  return { title, width: Math.max(width, title.length), side: 'left' };
}

/** A column of numbers. */
export function numbers(title: string, width = title.length): Column {
  return { title, width: Math.max(width, title.length), side: 'right' };
}

/** Prints the head of a table in Markdown; the function that it gives prints a row when it is known. */
export function startTable(columns: readonly Column[]): (cells: readonly unknown[]) => void {
  const print = (texts: readonly string[]) => console.log(`| ${texts.join(' | ')} |`);
  print(columns.map((column) => pad(column, column.title)));
  print(columns.map(({ side, width }) => (side === 'left' ? '-' : ':').padStart(width, '-')));
  return (cells) => print(columns.map((column, place) => pad(column, String(cells[place] ?? ''))));
}

function pad({ side, width }: Column, text: string): string {
  return side === 'left' ? text.padEnd(width) : text.padStart(width);
}
