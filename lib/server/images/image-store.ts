export interface StoredImage {
  bytes: Uint8Array;
  contentType: string;
}

/** Where images, and files of any kind, live. `name` is `<letters, digits, - and _>.<extension>` and is never used twice. */
export interface ImageStore {
  /** Keeps an image durably and returns its URL. Throws AppError `unavailable`. */
  put(image: { name: string; bytes: Uint8Array }): Promise<string>;
  /**
   * The same for a file of any kind, which stays where it lies until whoever brought it removes it. Its
   * name ends in `.bin`.
   */
  putFile(file: { name: string; path: string }): Promise<string>;
  /**
   * Makes an image or a file of its own from one behind a URL that `put` returned. Returns its URL. Throws
   * AppError `not_found` when that is gone, and `unavailable`.
   */
  copy(image: { url: string; name: string }): Promise<string>;
  /** Removes the image or file behind a URL that `put` returned; one that is gone already is no error. */
  remove(url: string): Promise<void>;
  /** The same for good: nothing is kept of it. */
  erase(url: string): Promise<void>;
  /** Throws AppError `unavailable` when the store cannot take images. */
  check(): Promise<void>;
}
