import type { KeyValueStorage } from '@/lib/client/drafts';

export const TOLD_KEY_PREFIX = 'parley:told:';

/**
 * How far each conversation was told of, by any tab of this browser: a second tab that hears of the
 * same message says nothing. To be used by one tab at a time.
 */
export class ToldLog {
  readonly #key: string;
  readonly #openStorage: () => KeyValueStorage | null;
  /** Stands in where nothing can be stored. */
  #held: Record<string, number> = {};

  constructor(ownerId: string, openStorage: () => KeyValueStorage | null) {
    this.#key = TOLD_KEY_PREFIX + ownerId;
    this.#openStorage = openStorage;
  }

  get(userId: string): number {
    return this.#read()[userId] ?? 0;
  }

  /** Notes one more, and forgets those that `isNeeded` no longer wants. */
  set(userId: string, seq: number, isNeeded: (userId: string, seq: number) => boolean): void {
    const kept = Object.entries(this.#read()).filter(([id, told]) => isNeeded(id, told));
    this.#held = { ...Object.fromEntries(kept), [userId]: seq };
    try {
      this.#openStorage()?.setItem(this.#key, JSON.stringify(this.#held));
    } catch {
      // Full or forbidden: this tab remembers.
    }
  }

  #read(): Record<string, number> {
    try {
      const stored: unknown = JSON.parse(this.#openStorage()?.getItem(this.#key) ?? 'null');
      if (typeof stored !== 'object' || stored === null) return this.#held;
      const numbers = Object.entries(stored).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number',
      );
      return Object.fromEntries(numbers);
    } catch {
      return this.#held;
    }
  }
}
