/** What surrounds the client: its window and its network. */
export interface Environment {
  isOnline(): boolean;
  isVisible(): boolean;
  /** Visible and in front: only then does a person read. */
  isFocused(): boolean;
  /** Calls the listener when any of these changes. Returns a function that unsubscribes. */
  onChange(listener: () => void): () => void;
}

/** Whether the screen can be touched, as far as the browser says. */
export function hasTouch(): boolean {
  return (navigator.maxTouchPoints ?? 0) > 0;
}

const WINDOW_EVENTS = ['online', 'offline', 'focus', 'blur', 'pageshow'] as const;

export const browserEnvironment: Environment = {
  isOnline: () => navigator.onLine,
  isVisible: () => document.visibilityState === 'visible',
  isFocused: () => document.visibilityState === 'visible' && document.hasFocus(),
  onChange(listener) {
    for (const name of WINDOW_EVENTS) window.addEventListener(name, listener);
    document.addEventListener('visibilitychange', listener);
    return () => {
      for (const name of WINDOW_EVENTS) window.removeEventListener(name, listener);
      document.removeEventListener('visibilitychange', listener);
    };
  },
};
