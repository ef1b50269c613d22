/**
 * Does a piece of work until it is done, its time is up or it is ended from outside, whichever
 * comes first, and whether or not the work heeds the signal that it gets.
 *
 * @param timeUp - makes the error for when the time is up
 * @param outer - ends the work with its own reason
 */
export function withTimeout<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
  timeUp: () => Error,
  outer?: AbortSignal | null,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    outer?.throwIfAborted();
    const controller = new AbortController();
    const end = (reason: unknown) => {
      clear();
      reject(reason as Error);
      controller.abort(reason);
    };
    const passOn = () => end(outer?.reason);
    const timer = setTimeout(() => end(timeUp()), milliseconds);
    outer?.addEventListener('abort', passOn, { once: true });
    const clear = () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', passOn);
    };
    void work(controller.signal).then(resolve, reject).finally(clear);
  });
}
