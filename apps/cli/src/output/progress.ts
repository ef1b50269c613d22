import { Presets, SingleBar } from 'cli-progress';
import { note } from './terminal.ts';

/** Something that takes a while. */
export interface Undertaking {
  /** What is done, such as `Loading`. */
  title: string;
  /** How much there is to do. */
  total: number;
  /** Says how far it is, such as `12.0 MB of 48.0 MB`. */
  tell: (done: number, seconds: number) => string;
}

/** Shows how far something is. */
export interface Progress {
  /** @param done - how much of the total, from 0 */
  update(done: number): void;
  /** Leaves the screen as it was, ready for a summary. */
  stop(): void;
}

/** Milliseconds between two plain lines. */
const LINE_EVERY = 5_000;

/** Starts to show how far something is on standard error: a bar on a terminal, else now and then a line. */
export function showProgress({ title, total, tell }: Undertaking): Progress {
  const begin = performance.now();
  const line = (done: number) => {
    const share = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
    return { share, text: tell(done, (performance.now() - begin) / 1000) };
  };
  if (!process.stderr.isTTY) {
    let last = begin;
    return {
      update(done) {
        if (performance.now() - last < LINE_EVERY) return;
        last = performance.now();
        const { share, text } = line(done);
        note(`${title}: ${share} %, ${text}`);
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
        const { share, text } = line(value);
        const drawn = options.formatBar?.(progress, options) ?? '';
        return `${title} ${drawn} ${String(share).padStart(3)} %  ${text}`;
      },
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
