/** A message, and how far below the upper edge of the view it stood, in CSS pixels. */
export interface ReadingPlace {
  seq: number;
  offset: number;
}

/** Where each conversation was left, by the other person's id; none for one left at its end. */
export class ReadingPlaces {
  readonly #places = new Map<string, ReadingPlace>();

  get(userId: string): ReadingPlace | null {
    return this.#places.get(userId) ?? null;
  }

  set(userId: string, place: ReadingPlace | null): void {
    if (place) this.#places.set(userId, place);
    else this.#places.delete(userId);
  }
}
