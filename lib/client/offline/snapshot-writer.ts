import type { ChatClient } from '@/lib/client/chat-client';
import {
  SNAPSHOT_MAX_CONVERSATIONS,
  type SnapshotConversation,
  takeConversation,
  takePeople,
} from '@/lib/client/offline/snapshot';
import type { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { ChatState } from '@/lib/client/store/state';

/** Changes come in bursts; losing the last two seconds does no harm. */
const WRITE_EVERY_MS = 2_000;

interface SnapshotWriterOptions {
  client: ChatClient;
  storage: SnapshotStorage;
  environment: Environment;
  clock: Clock;
}

/** Keeps what the person sees, for the next time the server cannot be reached. */
export class SnapshotWriter {
  readonly #options: SnapshotWriterOptions;
  /** What each kept conversation was made of. */
  readonly #written = new Map<string, unknown>();
  #writtenChat: ChatState | null = null;
  #generation: number | null = null;
  #timer: Timer | undefined;
  #cleanUps: (() => void)[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: SnapshotWriterOptions) {
    this.#options = options;
  }

  start(): void {
    const { client, environment } = this.#options;
    this.#cleanUps = [
      client.store.subscribe(() => this.#plan()),
      environment.onChange(() => {
        // The page may be closed or suspended next.
        if (!environment.isVisible()) void this.flush();
      }),
    ];
    this.#plan();
  }

  /** What is not written yet must not be written now: the person may have signed out. */
  stop(): void {
    for (const cleanUp of this.#cleanUps) cleanUp();
    this.#cleanUps = [];
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Writes now what changed. Never rejects: without a place to keep it there is no snapshot. */
  flush(): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write()).catch(() => undefined);
    return this.#writing;
  }

  #plan(): void {
    const chat = this.#options.client.store.getChat();
    if (this.#timer || !hasChanged(this.#writtenChat, chat)) return;
    this.#timer = this.#options.clock.setTimeout(() => void this.flush(), WRITE_EVERY_MS);
  }

  async #write(): Promise<void> {
    const { client, storage, clock } = this.#options;
    const { chat, peopleLoad, connection } = client.store.getState();
    // A list that has not loaded must not be written as empty, nor a restored one as current.
    const isLive = connection.state === 'online' || connection.state === 'polling';
    if (!isLive || peopleLoad.isLoading || !hasChanged(this.#writtenChat, chat)) return;
    this.#generation ??= await storage.generation();
    const now = clock.now();
    const change = {
      me: chat.me,
      people: takePeople(client, new Date(now).toISOString()),
      conversations: this.#takeChanged(),
      now,
    };
    this.#writtenChat = chat;
    if (!(await storage.write(change, this.#generation))) this.stop();
  }

  #takeChanged(): SnapshotConversation[] {
    const { client } = this.#options;
    const { conversations, watermarks, conversationIds } = client.store.getChat();
    const open = new Set(client.conversations.openUserIds());
    const changed: SnapshotConversation[] = [];
    // The map's order is that of leaving the screen.
    for (const [userId, held] of [...conversations].slice(-SNAPSHOT_MAX_CONVERSATIONS)) {
      const marks = watermarks.get(conversationIds.get(userId) ?? '');
      const written = this.#written.get(userId);
      const isSame = Array.isArray(written) && written[0] === held && written[1] === marks;
      if (isSame && !open.has(userId)) continue;
      const answer = takeConversation(client, userId);
      if (!answer) continue;
      this.#written.set(userId, [held, marks]);
      changed.push({ userId, answer });
    }
    return changed;
  }
}

function hasChanged(written: ChatState | null, chat: ChatState): boolean {
  return (
    written === null ||
    written.me !== chat.me ||
    written.people !== chat.people ||
    written.listed !== chat.listed ||
    written.unseen !== chat.unseen ||
    written.conversations !== chat.conversations ||
    written.watermarks !== chat.watermarks
  );
}
