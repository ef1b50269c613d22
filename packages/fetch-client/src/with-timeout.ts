/**
 * Does a piece of work until it is done, its time is up or it is ended from outside, whichever
 * comes first, and whether or not the work heeds the signal that it gets.
 *
 * @param timeUp - makes the error for when the time is up
 * @param outer - ends the work with its own reason
 */
export async function withTimeout<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
  timeUp: () => Error,
  outer?: AbortSignal | null,
): Promise<Result> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(timeUp()), milliseconds);
  const passOn = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', passOn, { once: true });
  try {
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return await Promise.race([work(signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', passOn);
  }
}
