import type { MouseEvent } from 'react';

/** Whether a click on a link is for this page, rather than for a new tab or a new window. */
export function isPlainClick(event: MouseEvent): boolean {
  const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
  return button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;
}
