import type { KeyValueStorage } from '@/lib/client/drafts/drafts';

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
 * One person's settings for notifications in this browser. Kept in the browser, as the permission
 * is; a change in one tab is taken over by the others.
 */
export class NotificationSettingsStore {
  readonly #key: string;
  readonly #openStorage: () => KeyValueStorage | null;
  readonly #listeners = new Set<() => void>();
  #held: NotificationSettings | null = null;

  /** `openStorage` may throw or return null: then the settings are lost with the page. */
  constructor(ownerId: string, openStorage: () => KeyValueStorage | null) {
    this.#key = `parley:notifications:${ownerId}`;
    this.#openStorage = openStorage;
  }

  /** The same object until something changes. */
  readonly get = (): NotificationSettings => {
    this.#held ??= this.#read();
    return this.#held;
  };

  set(change: Partial<NotificationSettings>): void {
    this.#held = { ...this.#read(), ...change };
    try {
      this.#openStorage()?.setItem(this.#key, JSON.stringify(this.#held));
    } catch {
      // Storage is full or forbidden: they are lost with the page.
    }
    this.#tell();
  }

  /**
   * Calls the listener for changes in this tab and in others. Returns a function that unsubscribes.
   */
  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) globalThis.addEventListener?.('storage', this.#onStorage);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) globalThis.removeEventListener?.('storage', this.#onStorage);
    };
  };

  readonly #onStorage = (event: { key: string | null }): void => {
    if (event.key !== this.#key) return;
    this.#held = null;
    this.#tell();
  };

  #read(): NotificationSettings {
    try {
      const storage = this.#openStorage();
      if (!storage) return this.#held ?? DEFAULT_NOTIFICATION_SETTINGS;
      return parseSettings(JSON.parse(storage.getItem(this.#key) ?? '{}'));
    } catch {
      return this.#held ?? DEFAULT_NOTIFICATION_SETTINGS;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
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
