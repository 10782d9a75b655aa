import { settingsIn } from '@/lib/client/store/people-reducer';
import type { ClientStore } from '@/lib/client/store/store';
import type { ApiClient, SettingsChange } from '@/lib/client/transport/api-client';

/**
 * Sets up a conversation: shown at once, and taken back when the server refuses, but for what was set
 * up otherwise meanwhile. Throws an ApiError then.
 */
export async function setConversation(
  { api, store }: { api: Pick<ApiClient, 'setConversation'>; store: ClientStore },
  userId: string,
  change: SettingsChange,
): Promise<void> {
  const before = settingsIn(store.getChat(), userId);
  const show = (settings: SettingsChange) => {
    const held = settingsIn(store.getChat(), userId);
    store.dispatch({ type: 'settings-shown', userId, settings: { ...held, ...settings } });
  };
  show(change);
  try {
    const answer = await api.setConversation(userId, change);
    store.dispatch({ type: 'settings', userId, ...answer });
  } catch (error) {
    const held = settingsIn(store.getChat(), userId);
    const keys = Object.keys(change) as (keyof SettingsChange)[];
    const own = keys.filter((key) => held[key] === change[key]);
    show(Object.fromEntries(own.map((key) => [key, before[key]])));
    throw error;
  }
}
