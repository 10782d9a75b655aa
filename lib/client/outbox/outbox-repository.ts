import {
  type ChangeItem,
  isChange,
  type OutboxItem,
  type OutboxStorage,
} from '@/lib/client/outbox/outbox-storage';
import type { Tabs } from '@/lib/client/platform/tabs';

interface OutboxShelfOptions {
  ownerId: string;
  storage: OutboxStorage;
  tabs: Tabs;
}

/**
 * One person's unsent messages as this tab knows them, and their writing to the storage all tabs
 * share. What cannot be stored is kept here all the same.
 */
export class OutboxRepository {
  readonly #options: OutboxShelfOptions;
  readonly #items = new Map<string, OutboxItem>();
  /** They could not be stored, so only this tab has them. */
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
    this.#write(item.clientId, async () => {
      // Removed again before it was stored.
      if (!this.#items.has(item.clientId)) return;
      try {
        await this.#options.storage.add(item);
      } catch {
        this.#unstored.add(item.clientId);
      }
    });
  }

  /** Adds an item that another tab has stored. */
  adopt(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
  }

  update(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
    this.#write(item.clientId, () => this.#options.storage.update(item));
  }

  remove(clientId: string): void {
    this.drop(clientId);
    this.#write(clientId, () => this.#options.storage.remove(clientId));
  }

  /** Drops an item that another tab has removed. */
  drop(clientId: string): void {
    this.#items.delete(clientId);
    this.#unstored.delete(clientId);
  }

  /** Looks at all items in the order of writing, those of other tabs included. */
  readAll<T>(use: (items: OutboxItem[]) => T): Promise<T> {
    return this.#read(() => this.#list(), use);
  }

  /** Looks at the first item to one person that waits to be sent. */
  readNext<T>(to: string, use: (item: OutboxItem | undefined) => T): Promise<T> {
    return this.#read(() => this.#next(to), use);
  }

  /** Looks at one item as all tabs know it: gone, when none has it. */
  readOne<T>(clientId: string, use: (item: OutboxItem | undefined) => T): Promise<T> {
    return this.#read(() => this.#find(clientId), use);
  }

  /** Looks at the changes of one message that were not refused, in the order of doing. */
  readChanges<T>(target: string, use: (changes: ChangeItem[]) => T): Promise<T> {
    return this.#read(() => this.#changesOf(target), use);
  }

  /**
   * Calls `use` at once, before anything else can run, after checking that this tab wrote nothing
   * during the read: otherwise its own write would look like another tab's.
   */
  async #read<R, T>(load: () => Promise<R>, use: (found: R) => T): Promise<T> {
    for (;;) {
      const version = this.#version;
      await this.#writing;
      const found = await load();
      if (version === this.#version) return use(found);
    }
  }

  async #list(): Promise<OutboxItem[]> {
    const { storage, ownerId } = this.#options;
    try {
      return [...(await storage.list(ownerId)), ...this.#unstoredItems()];
    } catch {
      // If the storage cannot be read, what this tab has in memory is still sent.
      return this.items();
    }
  }

  async #next(to: string): Promise<OutboxItem | undefined> {
    const { storage, ownerId } = this.#options;
    const isNext = (item: OutboxItem) => item.to === to && !item.failure;
    try {
      return (await storage.next(ownerId, to)) ?? this.#unstoredItems().find(isNext);
    } catch {
      return this.items().find(isNext);
    }
  }

  async #find(clientId: string): Promise<OutboxItem | undefined> {
    const { storage, ownerId } = this.#options;
    const held = this.#items.get(clientId);
    if (this.#unstored.has(clientId)) return held;
    try {
      const item = await storage.find(clientId);
      return item?.ownerId === ownerId ? item : undefined;
    } catch {
      return held;
    }
  }

  async #changesOf(target: string): Promise<ChangeItem[]> {
    const { storage, ownerId } = this.#options;
    const isWaiting = (item: OutboxItem): item is ChangeItem =>
      isChange(item) && item.target === target && !item.failure;
    try {
      const stored = await storage.changesOf(ownerId, target);
      return [...stored, ...this.#unstoredItems()].filter(isWaiting);
    } catch {
      return this.items().filter(isWaiting);
    }
  }

  #unstoredItems(): OutboxItem[] {
    return [...this.#unstored].flatMap((clientId) => this.#items.get(clientId) ?? []);
  }

  /** One write after the other, so that the storage holds the items in the order of writing. */
  #write(clientId: string, work: () => Promise<void>): void {
    this.#version++;
    this.#writing = this.#writing.then(work).then(
      () => this.#options.tabs.announce(clientId),
      () => undefined,
    );
  }
}
