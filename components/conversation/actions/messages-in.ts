/** The messages that stand on the page, oldest first. */
export const messagesIn = (view: Element): HTMLElement[] => [
  ...view.querySelectorAll<HTMLElement>('[data-key]'),
];

/** The message that an element belongs to. */
export const messageAt = (element: EventTarget | null): HTMLElement | null =>
  element instanceof Element ? element.closest<HTMLElement>('[data-key]') : null;

const KEYS = new Set(['ArrowUp', 'ArrowDown', 'Home', 'End']);

/**
 * Whether a key means messages: those that go from one to another, anywhere in the timeline, and those
 * that open a menu, on a message itself.
 */
export function isMessageKey(event: KeyboardEvent, view: Element): boolean {
  const { key, target } = event;
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) return messageAt(target) !== null;
  if (event.shiftKey) return false;
  // How loud, how far: there the ends are its own.
  const isSlider = target instanceof Element && target.matches('input[type="range"]');
  if (isSlider && (key === 'Home' || key === 'End')) return false;
  if (KEYS.has(key)) return true;
  return key === 'Enter' && target !== view && messageAt(target) === target;
}

/**
 * Whether a press for a menu means the message's own: the browser keeps its menu for links, for text
 * that is selected, and with Shift.
 */
export function isMeantForMenu({ shiftKey, target }: MouseEvent): boolean {
  if (shiftKey || !(target instanceof Element) || !messageAt(target)) return false;
  if (target.closest('a, input')) return false;
  const selection = document.getSelection();
  return !selection || selection.isCollapsed || !selection.containsNode(target, true);
}
