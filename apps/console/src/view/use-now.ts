import { useCallback, useEffect, useState } from 'react';
import { roundedNow } from '../time/span.ts';

const LIVE_INTERVAL = 5000;

/**
 * What the page calls now. It stands still, so that all that is shown is of one moment, until it is
 * renewed: by a call, or every few seconds.
 */
export function useNow(live: boolean): [number, () => void] {
  const [now, setNow] = useState(roundedNow);
  const renew = useCallback(() => setNow(roundedNow()), []);
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(renew, LIVE_INTERVAL);
    return () => clearInterval(timer);
  }, [live, renew]);
  return [now, renew];
}
