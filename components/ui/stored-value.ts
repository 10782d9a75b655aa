'use client';

import { useSyncExternalStore } from 'react';

/** A small preference that this browser remembers and that its tabs share. */
export interface StoredValue<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/**
 * Kept in localStorage as JSON. `parse` gets what is stored there, which may be anything, or
 * undefined; it must answer something sensible. Where nothing can be stored, the tab remembers.
 */
export function createStoredValue<T>(key: string, parse: (stored: unknown) => T): StoredValue<T> {
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
      held ??= { value: parse(read(key)) };
      return held.value;
    },
    set(value) {
      held = { value };
      try {
        localStorage.setItem(key, JSON.stringify(value));
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

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** The value as it is now, also when another tab changes it; on the server, `initial`. */
export function useStoredValue<T>(stored: StoredValue<T>, initial: T): T {
  return useSyncExternalStore(stored.subscribe, stored.get, () => initial);
}
