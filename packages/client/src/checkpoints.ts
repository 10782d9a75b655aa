import type { ClientStorage } from './types';

/** How far a conversation was handled. */
export interface Checkpoint {
  seq: number;
  rev: number;
}

/** How far each conversation was handled, kept in the storage. */
export class Checkpoints {
  readonly #storage: ClientStorage;
  readonly #prefix: string;
  readonly #checkpoints = new Map<string, Checkpoint>();

  /** `kept` is what the storage had at the beginning. */
  constructor(
    storage: ClientStorage,
    { prefix, kept }: { prefix: string; kept: readonly [string, unknown][] },
  ) {
    this.#storage = storage;
    this.#prefix = prefix;
    for (const [key, value] of kept) {
      // Written by this very program.
      if (key.startsWith(prefix))
        this.#checkpoints.set(key.slice(prefix.length), value as Checkpoint);
    }
  }

  /** By the other person's id. */
  get(userId: string): Checkpoint | undefined {
    return this.#checkpoints.get(userId);
  }

  /** Where it has to begin; kept once something of it was handled. */
  begin(userId: string, checkpoint: Checkpoint): void {
    this.#checkpoints.set(userId, checkpoint);
  }

  /** Resolves once it is kept. */
  async move(userId: string, change: Partial<Checkpoint>): Promise<void> {
    const checkpoint = { seq: 0, rev: 0, ...this.#checkpoints.get(userId), ...change };
    this.#checkpoints.set(userId, checkpoint);
    await this.#storage.set(this.#prefix + userId, checkpoint);
  }
}
