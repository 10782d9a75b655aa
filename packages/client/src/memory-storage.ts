import type { ClientStorage } from './types';

/** Keeps everything as long as the program runs. */
export function memoryStorage(): ClientStorage {
  const values = new Map<string, unknown>();
  return {
    entries: async () => [...values],
    set: async (key, value) => {
      values.set(key, value);
    },
    delete: async (key) => {
      values.delete(key);
    },
  };
}
