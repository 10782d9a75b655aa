import type { KeyValueStorage } from '@/lib/client/platform/stored-value';
import { createStoredValue, type StoredValue } from '@/lib/client/platform/stored-value';

export interface NotificationSettings {
  /** Browser notifications. Off until the person turns them on. */
  isOn: boolean;
  /** A short sound of our own. */
  hasSound: boolean;
  /** Whether a notification says what was written, or only by whom. */
  hasPreviews: boolean;
  /** The offer to turn them on was declined or taken: it is not made again. */
  isOfferAnswered: boolean;
}

/** As long as nothing was chosen. */
export const DEFAULT_NOTIFICATION_SETTINGS: NotificationSettings = {
  isOn: false,
  hasSound: false,
  hasPreviews: true,
  isOfferAnswered: false,
};

/**
 * One person's settings for notifications in this browser. Kept in the browser because the permission
 * they go with is the browser's; tabs follow one another. `openStorage` as `createStoredValue` has it.
 */
export function notificationSettingsOf(
  ownerId: string,
  openStorage?: () => KeyValueStorage | null,
): StoredValue<NotificationSettings> {
  return createStoredValue(`parley:notifications:${ownerId}`, parseSettings, openStorage);
}

/** What was stored may be of another version, or no settings at all. */
function parseSettings(stored: unknown): NotificationSettings {
  const fields = typeof stored === 'object' && stored !== null ? stored : {};
  const flag = (name: keyof NotificationSettings) => {
    const value: unknown = Reflect.get(fields, name);
    return typeof value === 'boolean' ? value : DEFAULT_NOTIFICATION_SETTINGS[name];
  };
  return {
    isOn: flag('isOn'),
    hasSound: flag('hasSound'),
    hasPreviews: flag('hasPreviews'),
    isOfferAnswered: flag('isOfferAnswered'),
  };
}
