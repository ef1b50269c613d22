const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that ends when the program is interrupted. A second interrupt ends the program at
 * once.
 *
 * @param work - gets the signal; that it throws the reason of the signal is no failure
 * @returns whether the work was interrupted
 */
export async function untilInterrupted(
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = () => {
    if (signal.aborted) process.exit(1);
    controller.abort();
  };
  for (const name of signals) process.on(name, interrupt);
  try {
    await work(signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
  } finally {
    for (const name of signals) process.off(name, interrupt);
  }
  return signal.aborted;
}

/**
 * Waits for work that takes no signal, until it is done or the signal is aborted. In the latter case the
 * caller has to stop the work in another way, such as by closing the store.
 *
 * @throws the reason of the signal
 */
export async function unlessInterrupted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const stopWaiting = () => reject(signal.reason as Error);
  if (signal.aborted) stopWaiting();
  signal.addEventListener('abort', stopWaiting, { once: true });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    signal.removeEventListener('abort', stopWaiting);
  }
}
