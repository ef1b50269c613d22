import { useCallback, useEffect, useState } from 'react';
import { roundedNow } from '../time/span.ts';

const LIVE_INTERVAL = 5000;

/**
 * What the page calls now, by the clock of the server. It stands still, so that all that is shown is of
 * one moment, until it is renewed: by a call, or every few seconds.
 *
 * @param clockOffset - how far the clock of the server is ahead, in milliseconds
 */
export function useNow(live: boolean, clockOffset: number): [number, () => void] {
  const [now, setNow] = useState(() => roundedNow(Date.now() + clockOffset));
  const renew = useCallback(() => setNow(roundedNow(Date.now() + clockOffset)), [clockOffset]);
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(renew, LIVE_INTERVAL);
    return () => clearInterval(timer);
  }, [live, renew]);
  return [now, renew];
}
