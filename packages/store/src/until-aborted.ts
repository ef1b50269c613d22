/**
 * Content that ends as soon as a signal is aborted, with its reason as the error, also while the next
 * piece is waited for: a pipe may be silent for good.
 */
export async function* untilAborted<Piece>(
  content: AsyncIterable<Piece>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Piece> {
  const pieces = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await next(pieces, signal);
      if (done) return;
      yield value;
    }
  } finally {
    const closed = pieces.return?.();
    // What waits for a piece can't be closed before that has come.
    if (signal?.aborted) closed?.catch(() => undefined);
    else await closed;
  }
}

async function next<Piece>(
  pieces: AsyncIterator<Piece>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Piece>> {
  if (signal === undefined) return pieces.next();
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const coming = pieces.next();
    coming.catch(() => undefined);
    return await Promise.race([coming, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
