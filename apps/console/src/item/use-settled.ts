import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * A value that changes once the reader stays with another one.
 *
 * @param delay - milliseconds
 * @returns the value, a function that proposes another one, and one that takes that back
 */
export function useSettled<T>(delay: number): [T | undefined, (next?: T) => void, () => void] {
  const [value, setValue] = useState<T>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cancel = useCallback(() => clearTimeout(timer.current), []);
  const propose = useCallback(
    (next?: T) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setValue(next), delay);
    },
    [delay],
  );
  useEffect(() => cancel, [cancel]);
  return [value, propose, cancel];
}
