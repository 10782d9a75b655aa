import type { ClientStore } from '@/lib/client/store/store';

/** Notes for the live region that a message has come. */
export function announce(store: ClientStore, userId: string): void {
  const name = store.getChat().people.get(userId)?.fullName ?? null;
  const number = (store.getState().announcement?.number ?? 0) + 1;
  store.set({ announcement: { number, name } });
}
