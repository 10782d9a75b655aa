import { persist } from '@/lib/client/import/hand-in/persist';
import type { ImportPlan, PlannedPicture } from '@/lib/client/import/hand-in/plan-import';
import { ImportFileError } from '@/lib/client/import/history-types';
import { ApiError } from '@/lib/client/transport/api-error';
import { importClient } from '@/lib/client/transport/import-client';
import type { ImportDto, ImportedMessageInput } from '@/lib/shared/import/import-schemas';
import { IMPORT_BATCH_MAX_COUNT, JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

/** Room for the brackets around the messages. */
const BATCH_MAX_BYTES = JSON_BODY_MAX_BYTES - 64;
/** How many messages take as long as one picture, about. */
const PICTURE_WEIGHT = 30;

const encoder = new TextEncoder();

/** The next messages that fit into one request. */
function nextBatch(messages: readonly ImportedMessageInput[], from: number) {
  const batch: ImportedMessageInput[] = [];
  let bytes = 0;
  for (const message of messages.slice(from, from + IMPORT_BATCH_MAX_COUNT)) {
    bytes += encoder.encode(JSON.stringify(message)).length + 1;
    if (batch.length > 0 && bytes > BATCH_MAX_BYTES) break;
    batch.push(message);
  }
  return batch;
}

/** A clock of another device may have been ahead: nothing was written after it was handed in. */
function withPastTimes(message: ImportedMessageInput, now: string): ImportedMessageInput {
  const { createdAt, editedAt } = message;
  const isFine = createdAt <= now && (editedAt ?? '') <= now;
  if (isFine) return message;
  const past = (at: string) => (at <= now ? at : now);
  return { ...message, createdAt: past(createdAt), ...(editedAt && { editedAt: past(editedAt) }) };
}

export interface HandInOptions {
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (progress: number) => void;
  /** Whether it waits for the server until it can go on. */
  onWaiting: (isWaiting: boolean) => void;
}

/** Hands in a history: its messages, the oldest first, then its pictures. */
export class HandIn {
  readonly #userId: string;
  readonly #plan: ImportPlan;
  #draft: ImportDto | null = null;
  #messagesDone = 0;
  #picturesDone = 0;
  #refusedCount = 0;

  constructor(userId: string, plan: ImportPlan) {
    this.#userId = userId;
    this.#plan = plan;
  }

  /** How many pictures the server, or the export, would not give. */
  get refusedCount(): number {
    return this.#refusedCount;
  }

  /**
   * Goes on where an earlier call was cut off; begins anew where the draft is gone. Throws an ApiError,
   * or the reason of the signal.
   */
  async run(options: HandInOptions): Promise<void> {
    try {
      const draft = await this.#begin(options);
      await this.#addMessages(draft, options);
      await this.#addPictures(draft, options);
    } catch (error) {
      const isGone =
        error instanceof ApiError && (error.code === 'not_found' || error.code === 'conflict');
      if (isGone) this.#forget();
      throw error;
    }
  }

  /** Asks the other. Idempotent. Throws an ApiError, or the reason of the signal. */
  async propose(options: Omit<HandInOptions, 'onProgress'>): Promise<void> {
    const draft = this.#draft;
    if (!draft) throw new ApiError('conflict', { reason: 'import_incomplete' });
    await persist(() => importClient.propose(draft._id, options.signal), options);
  }

  /** Throws away what was handed in. What cannot be reached now is thrown away by the server in days. */
  async discard(): Promise<void> {
    const draft = this.#draft;
    this.#forget();
    if (draft) await importClient.remove(draft._id).catch(() => undefined);
  }

  #forget(): void {
    this.#draft = null;
    this.#messagesDone = 0;
    this.#picturesDone = 0;
    this.#refusedCount = 0;
  }

  async #begin(options: HandInOptions): Promise<ImportDto> {
    if (this.#draft) return this.#draft;
    const { source, messages } = this.#plan;
    const body = { userId: this.#userId, source, messageCount: messages.length };
    // Repeated, it replaces the draft that the first one made.
    this.#draft = await persist(() => importClient.create(body, options.signal), options);
    return this.#draft;
  }

  async #addMessages({ _id, createdAt }: ImportDto, options: HandInOptions): Promise<void> {
    const { messages } = this.#plan;
    while (this.#messagesDone < messages.length) {
      const batch = nextBatch(messages, this.#messagesDone);
      const sent = batch.map((message) => withPastTimes(message, createdAt));
      await persist(() => importClient.addMessages(_id, sent, options.signal), options);
      this.#messagesDone += batch.length;
      this.#report(options, 0);
    }
  }

  async #addPictures({ _id }: ImportDto, options: HandInOptions): Promise<void> {
    const { pictures } = this.#plan;
    for (;;) {
      const picture = pictures[this.#picturesDone];
      if (!picture) return;
      if (!(await this.#addPicture(_id, picture, options))) this.#refusedCount++;
      this.#picturesDone++;
      this.#report(options, 0);
    }
  }

  /** Whether it was taken. */
  async #addPicture(
    importId: string,
    { ordinal, name, file }: PlannedPicture,
    options: HandInOptions,
  ): Promise<boolean> {
    const { signal } = options;
    try {
      const image = { blob: await file.blob(), name };
      const onProgress = (part: number) => this.#report(options, part);
      await persist(
        () => importClient.addPicture({ importId, ordinal, image }, { signal, onProgress }),
        options,
      );
      return true;
    } catch (error) {
      if (error instanceof ImportFileError) return false;
      const isRefused =
        error instanceof ApiError &&
        (error.code === 'too_large' || error.code === 'unsupported_type');
      if (!isRefused) throw error;
      return false;
    }
  }

  /** `part`: how much of the picture that is on its way is there. */
  #report({ onProgress }: HandInOptions, part: number): void {
    const { messages, pictures } = this.#plan;
    const done = this.#messagesDone + PICTURE_WEIGHT * (this.#picturesDone + part);
    onProgress(Math.min(1, done / (messages.length + PICTURE_WEIGHT * pictures.length)));
  }
}
