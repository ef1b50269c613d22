import { Presets, SingleBar } from 'cli-progress';
import { aroundSuspension } from '../suspension.ts';
import { note } from './terminal.ts';

/** A task that takes a while. */
export interface Task {
  /** Its name, such as `Loading`. */
  title: string;
  /** How much there is to do; undefined when nobody knows. */
  total: number | undefined;
  /** Describes the progress, such as `12.0 MB of 48.0 MB`. */
  describe: (done: number, seconds: number) => string;
}

/** The progress of a task that is shown. */
export interface Progress {
  /** @param done - how much of the total, from 0 */
  update(done: number): void;
  /** Leaves the screen as it was, ready for a summary. */
  stop(): void;
}

/** Minimum milliseconds between two lines where there is no terminal. */
const LINE_EVERY = 5_000;

/** Starts to show the progress of a task on standard error: as a bar on a terminal, else as a line now and then. */
export function showProgress({ title, total, describe }: Task): Progress {
  const begin = performance.now();
  const textOf = (done: number) => describe(done, (performance.now() - begin) / 1000);
  if (!process.stderr.isTTY) {
    let last = begin;
    return {
      update(done) {
        if (performance.now() - last < LINE_EVERY) return;
        last = performance.now();
        const share = total === undefined ? '' : `${shareOf(done, total)} %, `;
        note(`${title}: ${share}${textOf(done)}`);
      },
      stop() {},
    };
  }
  const bar = new SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      // The program itself decides what an interrupt does.
      gracefulExit: false,
      barsize: 16,
      fps: 8,
      formatBar: (share, { barsize = 0 }) => {
        const filled = Math.min(barsize, Math.round(share * barsize));
        return '█'.repeat(filled) + '░'.repeat(barsize - filled);
      },
      format: (options, { progress, value }) => {
        if (total === undefined) return `${title}  ${textOf(value)}`;
        const drawn = options.formatBar?.(progress, options) ?? '';
        const share = String(shareOf(value, total)).padStart(3);
        return `${title} ${drawn} ${share} %  ${textOf(value)}`;
      },
    },
    Presets.shades_classic,
  );
  bar.start(total ?? 0, 0);
  const { stderr } = process;
  const suspension = aroundSuspension(
    () => void stderr.write(giveBack),
    () => void stderr.write(take),
  );
  return {
    update: (done) => bar.update(done),
    stop() {
      suspension.end();
      bar.stop();
    },
  };
}

/**
 * What the bar writes at its start: it remembers where it is, hides the cursor, and has lines that are too
 * long end where the terminal does.
 */
const take = '\u001b7\u001b[?25l\u001b[?7l';
const giveBack = '\u001b[?7h\u001b[?25h\n';

function shareOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
}
