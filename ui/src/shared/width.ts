import { useLayoutEffect, useState } from 'react';

/** How wide an element is, in CSS pixels, followed live; `null` until it has been measured. */
export function useWidth(element: HTMLElement | null): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) {
      return undefined;
    }
    // Where nothing is laid out everything is 0 wide, which says nothing.
    const measure = (): void => setWidth(element.clientWidth > 0 ? element.clientWidth : null);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
