import stringWidth from 'string-width';

/**
 * Breaks a text into lines of a width, at its spaces. A word that is longer stays whole.
 *
 * @param indent - what the lines after the first begin with
 */
export function wrapTo(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.trim() !== '' && stringWidth(`${line} ${word}`) > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
