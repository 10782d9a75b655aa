import type { MouseEvent } from 'react';

/** Whether a click asks for nothing but to follow the link: no new tab or window, no download. */
export function isPlainClick(event: MouseEvent): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
}
