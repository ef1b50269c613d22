import { checkOption } from './check-option.ts';

/**
 * Does calls that belong together. The first that fails fails them all: its error is thrown, and
 * the signal that the others were made with is aborted.
 *
 * @param outer - ends them all, too, with its own reason
 */
export async function allOrAbort<const Results extends readonly unknown[]>(
  outer: AbortSignal | undefined,
  calls: (signal: AbortSignal) => { [Place in keyof Results]: Promise<Results[Place]> },
): Promise<{ -readonly [Place in keyof Results]: Awaited<Results[Place]> }> {
  checkOption(!outer || outer.throwIfAborted, 'signal', 'an AbortSignal');
  const failed = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failed.signal]) : failed.signal;
  try {
    return await Promise.all(calls(signal));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
