import type { KeyValueStorage } from '@/lib/client/platform/stored-value';

/**
 * What was typed and not sent, by conversation and by the person signed in, so that it survives a
 * reload and is never shown to somebody else.
 */
export class Drafts {
  readonly #ownerId: string;
  readonly #openStorage: () => KeyValueStorage | null;
  readonly #texts = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  /** `openStorage` may throw or return null, as in browsers that store nothing. */
  constructor(ownerId: string, openStorage: () => KeyValueStorage | null) {
    this.#ownerId = ownerId;
    this.#openStorage = openStorage;
  }

  get(userId: string): string {
    const held = this.#texts.get(userId);
    if (held !== undefined) return held;
    const stored = this.#attempt((storage) => storage.getItem(this.#key(userId))) ?? '';
    this.#texts.set(userId, stored);
    return stored;
  }

  set(userId: string, text: string): void {
    if (this.get(userId) === text) return;
    this.#texts.set(userId, text);
    this.#attempt((storage) => {
      if (text) storage.setItem(this.#key(userId), text);
      else storage.removeItem(this.#key(userId));
    });
    for (const listener of this.#listeners) listener();
  }

  /** Another tab has changed what is stored under this key; null: everything is gone. */
  hear(key: string | null): void {
    const prefix = this.#key('');
    if (key === null) this.#texts.clear();
    else if (key.startsWith(prefix)) this.#texts.delete(key.slice(prefix.length));
    else return;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #key(userId: string): string {
    return `parley:draft:${this.#ownerId}:${userId}`;
  }

  #attempt<T>(use: (storage: KeyValueStorage) => T): T | null {
    try {
      const storage = this.#openStorage();
      return storage && use(storage);
    } catch {
      // Storage is full or forbidden: the draft is lost with the page.
      return null;
    }
  }
}
