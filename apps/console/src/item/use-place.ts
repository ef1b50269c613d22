import { type RefObject, useLayoutEffect, useState } from 'react';

/** Where an element is: pixels from the top of the page, and its width. */
interface Place {
  top: number;
  width: number;
}

/** The place of an element, whatever grows or shrinks around it. */
export function usePlace(element: RefObject<Element | null>): Place {
  const [place, setPlace] = useState<Place>({ top: 0, width: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current === null) return;
      const rectangle = element.current.getBoundingClientRect();
      const top = Math.round(rectangle.top + window.scrollY);
      const { width } = rectangle;
      setPlace((old) => (old.top === top && old.width === width ? old : { top, width }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return place;
}
