import { markDraftImages } from '@/lib/client/drafts/draft-image-marks';
import {
  createIdbDraftImageStorage,
  type DraftImageStorage,
  type StoredDraftImage,
} from '@/lib/client/drafts/draft-image-storage';
import { createClientId } from '@/lib/client/outbox/client-id';
import { type ImageSize, measureImage, UNKNOWN_SIZE } from '@/lib/client/platform/measure-image';

export interface DraftImage {
  id: string;
  file: File;
  /** An object URL of the file, for its preview; valid while the image is in the draft. */
  url: string;
  size: Promise<ImageSize>;
  /** It goes as it is, and is no picture. */
  isFile: boolean;
  /** What a picture was chosen as, where it was made smaller since. */
  original: File | null;
}

interface AddedFiles {
  asFiles: ReadonlySet<File>;
  originals: ReadonlyMap<File, File>;
}

interface DraftImagesOptions {
  ownerId: string;
  storage: DraftImageStorage;
  /** A conversation's stored pictures have changed; whether there are any. */
  onStored(userId: string, hasAny: boolean): void;
}

/** Those of one person, kept by this browser. */
export function openDraftImages(ownerId: string): DraftImages {
  return new DraftImages({
    ownerId,
    storage: createIdbDraftImageStorage(),
    onStored: (userId, hasAny) => markDraftImages(ownerId, userId, hasAny),
  });
}

const NONE: readonly DraftImage[] = [];

/**
 * The pictures and files chosen and not sent yet, by conversation and by the person signed in: they survive a
 * reload, are the same in every tab and are never shown to somebody else.
 */
export class DraftImages {
  readonly #options: DraftImagesOptions;
  readonly #held = new Map<string, readonly DraftImage[]>();
  readonly #listeners = new Set<() => void>();
  #channel: BroadcastChannel | null = null;
  /** Not stored yet, or impossible to store: only this tab has them. */
  readonly #unstored = new Set<string>();
  /** Removed here, but not in the storage yet. */
  readonly #leaving = new Set<string>();
  /** The writes of this tab, in order; reading waits for them. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: DraftImagesOptions) {
    this.#options = options;
  }

  /** Begins to hear other tabs. Returns a function that stops it and releases all previews. */
  start(): () => void {
    if (typeof BroadcastChannel !== 'undefined') {
      const channel = new BroadcastChannel(`parley-draft-images:${this.#options.ownerId}`);
      channel.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && this.#held.has(data)) this.#read(data);
      });
      this.#channel = channel;
    }
    for (const userId of this.#held.keys()) this.#read(userId);
    return () => {
      this.#channel?.close();
      this.#channel = null;
      for (const images of this.#held.values()) for (const { url } of images) release(url);
      this.#held.clear();
    };
  }

  /**
   * The pictures of one conversation. The first call begins to read them; listeners are called
   * then.
   */
  get(userId: string): readonly DraftImage[] {
    const held = this.#held.get(userId);
    if (held) return held;
    this.#held.set(userId, NONE);
    this.#read(userId);
    return NONE;
  }

  /** `asFiles`: those among them that are no pictures; `originals`: what others were made smaller of. */
  add(
    userId: string,
    files: readonly File[],
    { asFiles, originals }: AddedFiles = { asFiles: new Set(), originals: new Map() },
  ): void {
    const { ownerId, storage } = this.#options;
    const images = files.map((file) => {
      const original = originals.get(file);
      return {
        id: createClientId(),
        ownerId,
        userId,
        file,
        ...(asFiles.has(file) && { isFile: true as const }),
        ...(original && { original }),
      };
    });
    this.#hold(userId, [...this.get(userId), ...images.map(prepare)]);
    for (const { id } of images) this.#unstored.add(id);
    this.#write(userId, async () => {
      await storage.add(images);
      for (const { id } of images) this.#unstored.delete(id);
    });
  }

  /** Resolves once everything added so far is stored, or could not be. */
  async whenStored(): Promise<void> {
    await this.#writing;
  }

  /** Puts an edited picture in the place of the one it was made of; without that one, at the end. */
  replace(userId: string, id: string, file: File): void {
    const { ownerId, storage } = this.#options;
    const image = { id: createClientId(), ownerId, userId, file };
    const before = this.get(userId);
    const place = before.findIndex((each) => each.id === id);
    if (place === -1) {
      this.add(userId, [file]);
      return;
    }
    release(before[place]?.url ?? '');
    this.#hold(userId, before.with(place, prepare(image)));
    this.#unstored.add(image.id);
    this.#leaving.add(id);
    this.#write(userId, async () => {
      await storage.replace(id, image);
      this.#unstored.delete(image.id);
      this.#leaving.delete(id);
    });
  }

  remove(userId: string, id: string): void {
    const images = this.get(userId);
    for (const image of images) if (image.id === id) release(image.url);
    this.#hold(
      userId,
      images.filter((image) => image.id !== id),
    );
    this.#leaving.add(id);
    this.#write(userId, () => this.#forget([id]));
  }

  /**
   * Hands over all pictures of a conversation. They leave this list at once, so that they are not
   * sent twice, and the storage once the outbox has them, so that they are not lost.
   */
  handOver(userId: string, take: (images: readonly DraftImage[]) => Promise<void>): void {
    const images = this.get(userId);
    for (const { id, url } of images) {
      release(url);
      this.#leaving.add(id);
    }
    this.#hold(userId, NONE);
    const taken = take(images);
    this.#write(userId, async () => {
      await taken;
      await this.#forget(images.map(({ id }) => id));
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #hold(userId: string, images: readonly DraftImage[]): void {
    this.#held.set(userId, images);
    for (const listener of this.#listeners) listener();
  }

  #write(userId: string, work: () => Promise<void>): void {
    const { ownerId, storage, onStored } = this.#options;
    this.#writing = this.#writing
      .then(work)
      .then(() => storage.list(ownerId, userId))
      .then(
        (stored) => {
          onStored(userId, stored.length > 0);
          this.#channel?.postMessage(userId);
        },
        () => undefined,
      );
  }

  async #forget(ids: readonly string[]): Promise<void> {
    await this.#options.storage.remove(ids);
    for (const id of ids) this.#leaving.delete(id);
  }

  #read(userId: string): void {
    const { ownerId, storage } = this.#options;
    this.#writing = this.#writing
      .then(() => storage.list(ownerId, userId))
      .then(
        (stored) => this.#takeIn(userId, stored),
        () => undefined,
      );
  }

  #takeIn(userId: string, stored: readonly StoredDraftImage[]): void {
    // Stopped meanwhile: a preview made now would never be released.
    const held = this.#held.get(userId);
    if (!held) return;
    const known = new Map(held.map((image) => [image.id, image]));
    const images = [
      ...stored
        .filter(({ id }) => !this.#leaving.has(id))
        .map((image) => known.get(image.id) ?? prepare(image)),
      ...held.filter(({ id }) => this.#unstored.has(id)),
    ];
    const kept = new Set(images);
    for (const image of held) if (!kept.has(image)) release(image.url);
    if (held.length > 0 || images.length > 0) this.#hold(userId, images);
  }
}

function prepare({ id, file, isFile, original }: StoredDraftImage): DraftImage {
  const size = isFile ? Promise.resolve(UNKNOWN_SIZE) : measureImage(file);
  const url = URL.createObjectURL(file);
  return { id, file, url, size, isFile: isFile === true, original: original ?? null };
}

function release(url: string): void {
  URL.revokeObjectURL(url);
}
