import { momentOf, type WindowOptions } from '../connection/asked-window.ts';
import { Failure } from '../failure.ts';
import type { JsonSchema } from './contract-schema.ts';

/** A window as a model says it. */
export interface WindowInput {
  /** A length back from now, such as `6h`. */
  last?: string | undefined;
  start_time?: string | undefined;
  end_time?: string | undefined;
}

/** How a tool is told its window. In words, since models count badly in milliseconds. */
export const windowSchema: Record<string, JsonSchema> = {
  last: {
    type: 'string',
    description:
      'Window from so long ago to now: a number and s, m, h, d or w, such as 15m, 6h or 7d. start_time and end_time win over it.',
    default: '7d',
  },
  start_time: {
    type: 'string',
    description:
      'Start of the window, included: ISO 8601 with an offset, such as 2026-11-22T18:00Z, or words: yesterday, 3d (ago).',
  },
  end_time: {
    type: 'string',
    description: 'End of the window, not included, in the same forms; now when left out.',
  },
};

/**
 * The window that a model means, as the options of a command.
 *
 * @throws {@link Failure} when it is none
 */
export function windowOptions({ last, start_time, end_time }: WindowInput): WindowOptions {
  if (start_time === undefined && end_time === undefined) return { last: last ?? '7d' };
  if (start_time === undefined)
    throw new Failure('end_time needs a start_time: give both, or last.');
  return {
    from: timeOf('start_time', start_time),
    ...(end_time !== undefined && { to: timeOf('end_time', end_time) }),
  };
}

function timeOf(name: string, text: string): string {
  return String(momentOf(name, text, Date.now()).time);
}
