import { isMessageKey, messageAt, messagesIn } from '@/components/conversation/actions/messages-in';

/** Where the first or the last message comes to stand only after several frames, it is not waited for longer. */
const FRAMES_MAX_COUNT = 30;
/** A message higher than the view is read by steps of this part of it. */
const STEP = 0.8;

interface MessageKeysOptions {
  /** What scrolls, with the messages in it; one Tab stop. */
  view: HTMLElement;
  /** Behind everything in it: where Tab goes on from. */
  end: HTMLElement;
  toComposer: () => void;
  /** Enter, or the key for menus, on a message. */
  openMenu: (message: HTMLElement) => void;
}

/**
 * Keys of the timeline: up and down go from message to message, Home and End to the first and the last
 * one held, Tab through what is in a message and then out, Esc to where one writes.
 */
export function createMessageKeys({ view, end, toComposer, openMenu }: MessageKeysOptions) {
  /** The message that had the focus last. */
  let last: HTMLElement | null = null;
  let isTabPressed = false;

  const focus = (message: HTMLElement | undefined) => {
    if (!message) return;
    message.focus({ preventScroll: true });
    message.scrollIntoView({ block: 'nearest' });
  };
  const current = () => {
    const { top, bottom } = view.getBoundingClientRect();
    const isInView = (message: HTMLElement) => {
      const box = message.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    };
    if (last?.isConnected && isInView(last)) return last;
    return messagesIn(view).findLast(isInView);
  };

  const step = (from: HTMLElement | null, by: 1 | -1) => {
    if (!from) {
      focus(current());
      return;
    }
    const box = from.getBoundingClientRect();
    const frame = view.getBoundingClientRect();
    const hidden = by > 0 ? box.bottom - frame.bottom : frame.top - box.top;
    if (hidden > 1 && box.height > frame.height) {
      view.scrollBy({ top: by * Math.min(hidden, frame.height * STEP) });
      return;
    }
    const messages = messagesIn(view);
    focus(messages[messages.indexOf(from) + by]);
  };

  /** Scrolls there, and gives the focus to the message once it stands on the page. */
  const goToEdge = (edge: 'first' | 'last') => {
    let frames = 0;
    let reached = '';
    const attempt = () => {
      view.scrollTop = edge === 'first' ? -view.scrollHeight : 0;
      const message = messagesIn(view).at(edge === 'first' ? 0 : -1);
      const key = `${message?.dataset.key} ${view.scrollTop}`;
      // Older messages may come in meanwhile: the first one held is the first at that moment.
      if (key === reached || frames++ > FRAMES_MAX_COUNT) focus(message);
      else requestAnimationFrame(attempt);
      reached = key;
    };
    attempt();
  };

  const goThrough = (event: KeyboardEvent, target: HTMLElement) => {
    const message = messageAt(target);
    const stops = message
      ? [...message.querySelectorAll<HTMLElement>('a[href], button, input')]
      : [];
    const at = stops.indexOf(target);
    if (event.shiftKey && at > 0) return;
    if (event.shiftKey && at === 0 && message) {
      event.preventDefault();
      focus(message);
    } else if (event.shiftKey) view.focus({ preventScroll: true });
    else if (message && at === stops.length - 1) end.focus({ preventScroll: true });
    else if (target === view) end.focus({ preventScroll: true });
  };

  const act = (key: string, message: HTMLElement | null) => {
    if (key === 'ArrowUp') step(message, -1);
    else if (key === 'ArrowDown') step(message, 1);
    else if (key === 'Home') goToEdge('first');
    else if (key === 'End') goToEdge('last');
    else if (message) openMenu(message);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
    if (event.key === 'Tab') {
      goThrough(event, target);
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      toComposer();
      return;
    }
    if (!isMessageKey(event, view)) return;
    event.preventDefault();
    act(event.key, messageAt(target));
  };
  const onFocusIn = ({ target, relatedTarget }: FocusEvent) => {
    const isFromOutside = !(relatedTarget instanceof Node) || !view.contains(relatedTarget);
    // Shift and Tab would come to the last link of the last message.
    if (isTabPressed && isFromOutside && target !== view && target !== end) focus(current());
    if (target instanceof HTMLElement) last = messageAt(target) ?? last;
  };
  const onAnyKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    isTabPressed = true;
    setTimeout(() => {
      isTabPressed = false;
    });
  };
  const start = () => {
    view.addEventListener('keydown', onKeyDown);
    view.addEventListener('focusin', onFocusIn);
    document.addEventListener('keydown', onAnyKeyDown, { capture: true });
    return () => {
      view.removeEventListener('keydown', onKeyDown);
      view.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('keydown', onAnyKeyDown, { capture: true });
    };
  };
  /** A key that was pressed, and kept from the browser, before this was there. */
  const onEarly = (event: KeyboardEvent) => {
    if (isMessageKey(event, view)) act(event.key, messageAt(event.target));
  };
  return { start, onEarly };
}
