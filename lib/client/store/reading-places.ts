/** A message, and how far below the upper edge of the view it stood, in CSS pixels. */
export interface ReadingPlace {
  seq: number;
  offset: number;
}

/** Where each conversation was left, by the other person's id; none for one left at its end. */
export class ReadingPlaces {
  readonly #places = new Map<string, ReadingPlace>();
  readonly #readers = new Map<string, () => ReadingPlace | null>();

  get(userId: string): ReadingPlace | null {
    return this.#places.get(userId) ?? null;
  }

  /** Where the reader is now in a conversation on the screen; null at its end. */
  now(userId: string): ReadingPlace | null {
    return this.#readers.get(userId)?.() ?? null;
  }

  /** Says how to tell that. Returns a function that ends it. */
  follow(userId: string, read: () => ReadingPlace | null): () => void {
    this.#readers.set(userId, read);
    return () => {
      if (this.#readers.get(userId) === read) this.#readers.delete(userId);
    };
  }

  set(userId: string, place: ReadingPlace | null): void {
    if (place) this.#places.set(userId, place);
    else this.#places.delete(userId);
  }
}
