import type { OutboxItem, OutboxStorage } from '@/lib/client/outbox-storage';
import type { Tabs } from '@/lib/client/tabs';

interface OutboxShelfOptions {
  ownerId: string;
  storage: OutboxStorage;
  tabs: Tabs;
}

/**
 * One person's unsent messages as this tab knows them, and their writing to the storage all tabs
 * share. What cannot be stored is kept here all the same.
 */
export class OutboxShelf {
  readonly #options: OutboxShelfOptions;
  readonly #items = new Map<string, OutboxItem>();
  /** Could not be stored, so only this tab knows them. */
  readonly #unstored = new Set<string>();
  #writing: Promise<unknown> = Promise.resolve();
  /** Counts the writes of this tab. */
  #version = 0;

  constructor(options: OutboxShelfOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#items.size;
  }

  get(clientId: string): OutboxItem | undefined {
    return this.#items.get(clientId);
  }

  items(): OutboxItem[] {
    return [...this.#items.values()];
  }

  /** Settles once everything written so far is stored, or known not to be. */
  written(): Promise<unknown> {
    return this.#writing;
  }

  add(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
    this.#write(async () => {
      // Taken out again before it was even stored.
      if (!this.#items.has(item.clientId)) return;
      try {
        await this.#options.storage.add(item);
      } catch {
        this.#unstored.add(item.clientId);
      }
    });
  }

  /** Takes in an item that another tab has stored. */
  learn(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
  }

  update(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
    this.#write(() => this.#options.storage.update(item));
  }

  remove(clientId: string): void {
    this.unlearn(clientId);
    this.#write(() => this.#options.storage.remove(clientId));
  }

  /** Lets go of an item that another tab has removed. */
  unlearn(clientId: string): void {
    this.#items.delete(clientId);
    this.#unstored.delete(clientId);
  }

  /**
   * Looks at all items in the order of writing, those of other tabs included. `use` runs in the same
   * breath as the reading was found current: what this tab writes or removes meanwhile is not
   * mistaken for another tab's doing.
   */
  async read<T>(use: (items: OutboxItem[]) => T): Promise<T> {
    for (;;) {
      const version = this.#version;
      await this.#writing;
      const items = await this.#list();
      if (version === this.#version) return use(items);
    }
  }

  async #list(): Promise<OutboxItem[]> {
    const { storage, ownerId } = this.#options;
    try {
      const stored = await storage.list(ownerId);
      const own = [...this.#unstored].map((clientId) => this.#items.get(clientId));
      return [...stored, ...own.filter((item) => item !== undefined)];
    } catch {
      // Not readable is not empty: what this tab knows is still to be sent.
      return this.items();
    }
  }

  /** One write after the other, so that the storage holds the items in the order of writing. */
  #write(work: () => Promise<void>): void {
    this.#version++;
    this.#writing = this.#writing.then(work).then(
      () => this.#options.tabs.announce(),
      () => undefined,
    );
  }
}
