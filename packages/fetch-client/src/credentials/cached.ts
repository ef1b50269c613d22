import type { Credentials, CredentialsProvider } from './credentials.ts';

/** Renewed this long before they end, in milliseconds, so that none ends on its way. */
const margin = 5 * 60_000;
/** And up to this much earlier, so that machines that started together don't ask together. */
const spread = 60_000;
/** Shortest time between two renewals while what is kept is still good. */
const pause = 30_000;

/** Credentials that end. */
export interface ExpiringCredentials {
  /** The credentials. */
  credentials: Credentials;
  /** When they end, in milliseconds since 1970 UTC. */
  expiresAt: number;
}

/**
 * Keeps credentials until shortly before they end. Callers that come while new ones are under way
 * wait for the same ones. A failure is thrown to those who waited and not kept; while the old
 * credentials are still good it is not even thrown, and the next renewal is half a minute later.
 * Credentials that were refused are renewed before their time, at most every half minute.
 *
 * @param obtain - gets new credentials
 * @param now - the time, in milliseconds since 1970 UTC
 */
export function cached(
  obtain: () => Promise<ExpiringCredentials>,
  now: () => number = Date.now,
): CredentialsProvider {
  let kept: (ExpiringCredentials & { renewAt: number }) | undefined;
  let renewal: Promise<Credentials> | undefined;
  let triedAt: number;

  async function renew(): Promise<Credentials> {
    triedAt = now();
    try {
      const { credentials, expiresAt } = await obtain();
      const early = expiresAt - margin - Math.random() * spread;
      kept = { credentials, expiresAt, renewAt: Math.max(early, now() + pause) };
    } catch (error) {
      if (kept === undefined || kept.expiresAt <= now()) throw error;
      kept.renewAt = now() + pause;
    }
    return kept.credentials;
  }

  return async (refused) => {
    const time = now();
    if (kept !== undefined && refused === kept.credentials) {
      kept.renewAt = Math.min(kept.renewAt, triedAt + pause);
    }
    if (kept !== undefined && time < kept.renewAt && time < kept.expiresAt) return kept.credentials;
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
}
