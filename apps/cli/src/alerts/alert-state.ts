import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { jsonText } from '../output/json.ts';
import { writeAtomically } from '../output/write-atomically.ts';
import { type Alert, alertKey } from './alert.ts';

/** Whether an alert lasts, or has ended. */
export type AlertStatus = 'firing' | 'resolved';

/** An alert, and since when. */
export interface TrackedAlert {
  alert: Alert;
  /** When it was found first, milliseconds since 1970 UTC. */
  since: number;
  /** When it was not found any more; missing while it lasts. */
  ended?: number;
  /** What each webhook was told last, by its name. */
  told: Record<string, AlertStatus>;
}

/** Status of an alert. */
export function statusOf({ ended }: TrackedAlert): AlertStatus {
  return ended === undefined ? 'firing' : 'resolved';
}

/** What a check found. */
export interface Check {
  /** Milliseconds since 1970 UTC. */
  time: number;
  alerts: readonly Alert[];
  /** Names of the rules that could not be checked: what they found before lasts. */
  unchecked: ReadonlySet<string>;
}

/** The alerts that last, and those of whose end not all webhooks were told yet. */
export class AlertState {
  readonly #file: string | undefined;
  readonly #tracked: Map<string, TrackedAlert>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string | undefined, tracked: readonly TrackedAlert[]) {
    this.#file = file;
    this.#tracked = new Map(tracked.map((one) => [alertKey(one.alert), one]));
  }

  /**
   * The state that a file has; one without alerts when it is not there yet.
   *
   * @param file - where it is kept; in memory alone when left out
   * @throws {@link Failure} when the file is something else
   */
  static async open(file: string | undefined): Promise<AlertState> {
    return new AlertState(file, file === undefined ? [] : await readState(file));
  }

  /** All alerts that are known. */
  get all(): TrackedAlert[] {
    return [...this.#tracked.values()];
  }

  /**
   * Takes what a check found.
   *
   * @returns the alerts that began or ended with it
   */
  update({ time, alerts, unchecked }: Check): TrackedAlert[] {
    const changed: TrackedAlert[] = [];
    const found = new Set(alerts.map(alertKey));
    for (const alert of alerts) {
      const key = alertKey(alert);
      const before = this.#tracked.get(key);
      if (before !== undefined && before.ended === undefined) {
        before.alert = alert;
        continue;
      }
      const begun: TrackedAlert = { alert, since: time, told: before?.told ?? {} };
      this.#tracked.set(key, begun);
      changed.push(begun);
    }
    for (const [key, tracked] of this.#tracked) {
      if (found.has(key) || tracked.ended !== undefined || unchecked.has(tracked.alert.rule))
        continue;
      tracked.ended = time;
      changed.push(tracked);
    }
    return changed;
  }

  /**
   * Forgets the alerts that ended and that all webhooks were told of, and writes the file.
   *
   * @throws {@link Failure} when it can't be written
   */
  async save(webhooks: readonly string[]): Promise<void> {
    for (const [key, { ended, told }] of this.#tracked) {
      if (ended !== undefined && webhooks.every((name) => told[name] === 'resolved')) {
        this.#tracked.delete(key);
      }
    }
    const file = this.#file;
    if (file === undefined) return;
    // One after another: webhooks are told at the same time.
    const written = this.#writing.then(() =>
      writeAtomically(file, (path) => writeFile(path, `${jsonText({ alerts: this.all })}\n`)),
    );
    this.#writing = written.catch(() => {});
    await written;
  }
}

async function readState(file: string): Promise<TrackedAlert[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Failure(`The state ${escapeControlChars(file)} can't be read: ${error.message}`);
  });
  if (text === undefined) return [];
  try {
    const { alerts } = JSON.parse(text) as { alerts: TrackedAlert[] };
    if (alerts.every(isTracked)) return alerts;
  } catch {
    // No JSON, or another shape.
  }
  throw new Failure(
    `${escapeControlChars(file)} is not the state of alerts. Name another file with --state, or remove it: ` +
      'then all alerts that last are told again.',
  );
}

function isTracked({ alert, since, told }: TrackedAlert): boolean {
  return typeof alert.rule === 'string' && Number.isFinite(since) && typeof told === 'object';
}
