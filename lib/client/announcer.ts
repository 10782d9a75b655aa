import type { ClientStore } from '@/lib/client/client-state';

/** Not heard, but makes the same words a new announcement to a screen reader. */
const UNHEARD = '\u00a0';

/** Says for the live region that a message has come. */
export function announce(store: ClientStore, userId: string): void {
  const name = store.getChat().people.get(userId)?.fullName;
  const text = name ? `New message from ${name}` : 'New message';
  const isRepeat = store.getState().announcement === text;
  store.set({ announcement: isRepeat ? text + UNHEARD : text });
}
