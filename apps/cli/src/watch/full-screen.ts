import { writeSync } from 'node:fs';
import stringWidth from 'string-width';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { cutTo } from '../output/table.ts';
import { lineFor, type Piece } from '../output/terminal.ts';

/** The whole screen of a terminal, in place of what was on it. */
export interface FullScreen {
  width(): number;
  height(): number;
  /** Shows these lines from the top down, as far as there is room: what is on the screen already is not written again. */
  draw(lines: readonly (readonly Piece[])[]): void;
  /** Gives the terminal back as it was, until it is taken again. */
  leave(): void;
  /** Takes the screen again. */
  enter(): void;
  /** Gives the terminal back for good. */
  close(): void;
}

const escape = '\u001b[';
/** Another screen, without a cursor, where a line that is too long doesn't go on in the next one. */
const enter = `${escape}?1049h${escape}?25l${escape}?7l${escape}2J`;
const restore = `${escape}?7h${escape}?25h${escape}?1049l`;
/** Terminals that know it show what is between the two at once. */
const beginUpdate = `${escape}?2026h`;
const endUpdate = `${escape}?2026l`;

/**
 * Takes the screen until it is closed, or the program ends, however that comes about.
 *
 * @param redraw - called when the size of the terminal has changed
 */
export function openFullScreen(redraw: () => void): FullScreen {
  const { stdout } = process;
  let shown: string[] = [];
  let isOpen = false;
  const resized = () => {
    if (!isOpen) return;
    shown = [];
    stdout.write(`${escape}2J`);
    redraw();
  };
  const open = () => {
    isOpen = true;
    shown = [];
    stdout.write(enter);
  };
  const leave = () => {
    if (!isOpen) return;
    isOpen = false;
    // Synchronously: the program may be about to end. What a crash says comes after it.
    writeSync(stdout.fd, restore);
  };
  const close = () => {
    stdout.off('resize', resized);
    process.off('exit', close);
    leave();
  };
  process.on('exit', close);
  stdout.on('resize', resized);
  open();
  return {
    width: () => stdout.columns,
    height: () => stdout.rows,
    draw(lines) {
      if (!isOpen) return;
      const wanted = lines.slice(0, stdout.rows).map((line) => fitted(line, stdout.columns));
      const rows = Math.max(wanted.length, shown.length);
      const changes = Array.from({ length: rows }, (_, row) => {
        const text = wanted[row] ?? '';
        return text === (shown[row] ?? '') ? '' : `${escape}${row + 1}H${text}`;
      }).join('');
      shown = wanted;
      if (changes !== '') stdout.write(`${beginUpdate}${changes}${endUpdate}`);
    },
    leave,
    enter() {
      open();
      redraw();
    },
    close,
  };
}

/** A line that fills its row at most, and erases what is behind it. */
function fitted(line: readonly Piece[], width: number): string {
  const pieces: Piece[] = [];
  let room = width;
  for (const piece of line) {
    if (room <= 0) break;
    const text = cutTo(escapeControlChars(typeof piece === 'string' ? piece : piece.text), room);
    room -= stringWidth(text);
    pieces.push(typeof piece === 'string' ? text : { ...piece, text });
  }
  return `${lineFor(process.stdout, pieces)}${room > 0 ? `${escape}K` : ''}`;
}
