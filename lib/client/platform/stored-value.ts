/** The part of localStorage that is used. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A small preference that this browser remembers and that its tabs share. */
export interface StoredValue<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/**
 * Kept in localStorage as JSON. `parse` gets what is stored there, which may be anything, or
 * undefined; it must answer something sensible. `openStorage` may throw or answer null: where nothing
 * can be stored, the tab remembers.
 */
export function createStoredValue<T>(
  key: string,
  parse: (stored: unknown) => T,
  openStorage: () => KeyValueStorage | null = () => localStorage,
): StoredValue<T> {
  const read = (): unknown => {
    try {
      return JSON.parse(openStorage()?.getItem(key) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  };
  let held: { value: T } | null = null;
  const listeners = new Set<() => void>();
  const forget = (event: StorageEvent) => {
    // null: everything was cleared.
    if (event.key !== key && event.key !== null) return;
    held = null;
    for (const listener of listeners) listener();
  };
  return {
    get() {
      held ??= { value: parse(read()) };
      return held.value;
    },
    set(value) {
      held = { value };
      try {
        openStorage()?.setItem(key, JSON.stringify(value));
      } catch {
        // Full or forbidden.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      if (listeners.size === 0) window.addEventListener('storage', forget);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('storage', forget);
      };
    },
  };
}
