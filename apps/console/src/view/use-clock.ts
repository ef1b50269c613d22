import { useEffect, useState } from 'react';

/** The time of the browser's clock, anew every second. */
export function useClock(): number {
  const [time, setTime] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return time;
}
