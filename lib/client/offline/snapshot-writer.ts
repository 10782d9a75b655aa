import type { ChatClient } from '@/lib/client/chat-client';
import { dropPictures } from '@/lib/client/offline/kept-pictures';
import { droppedPictures, picturesOf } from '@/lib/client/offline/message-pictures';
import {
  applyToKept,
  SNAPSHOT_MAX_CONVERSATIONS,
  type SnapshotConversation,
  takeConversation,
  takePeople,
} from '@/lib/client/offline/snapshot';
import type { SnapshotStorage } from '@/lib/client/offline/snapshot-idb';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { ChatState, Conversation } from '@/lib/client/store/state';
import { withoutCleared } from '@/lib/client/store/timeline';

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
  readonly #written = new Map<string, { held: Conversation; marks: unknown }>();
  #writtenChat: ChatState | null = null;
  /** The changes known of when the rest was brought up to date. */
  #refreshed: ChatState['revs'] | null = null;
  /** Of all clearings known of when the rest was brought up to date. */
  #clearedTotal = 0;
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
    const deleted = this.#deletedPictures();
    const now = clock.now();
    const change = {
      me: chat.me,
      people: takePeople(client, new Date(now).toISOString()),
      conversations: this.#takeChanged(),
      now,
    };
    this.#writtenChat = chat;
    const lost = await storage.write(change, this.#generation);
    if (lost === null) {
      this.stop();
      return;
    }
    await dropPictures(chat.me._id, [...deleted, ...lost]);
    await this.#dropCleared(this.#generation);
    await this.#refreshClosed(this.#generation);
  }

  /** Brings up to date what is kept of conversations that are not held here and were changed. */
  async #refreshClosed(generation: number): Promise<void> {
    const { client, storage, clock } = this.#options;
    const { revs, conversations, me } = client.store.getChat();
    if (revs === this.#refreshed) return;
    const kept = await storage.read(clock.now());
    for (const { userId, answer } of kept?.conversations ?? []) {
      const held = conversations.get(userId);
      const isWritten = held?.range && !held.isDetached;
      if (isWritten || (revs.get(userId) ?? 0) <= answer.lastRev) continue;
      const changes = await client.listChanges(userId, answer.lastRev);
      const current = applyToKept(answer, changes);
      const lost = await storage.replace({ userId, answer: current }, generation);
      await dropPictures(me._id, lost ?? []);
    }
    this.#refreshed = revs;
  }

  /** Takes out of what is kept what its reader has cleared, here or on another device. */
  async #dropCleared(generation: number): Promise<void> {
    const { client, storage, clock } = this.#options;
    const { people, me } = client.store.getChat();
    const clearedSeqs = [...people.values()].map(({ clearedSeq = 0 }) => clearedSeq);
    const total = clearedSeqs.reduce((sum, seq) => sum + seq, 0);
    if (total === this.#clearedTotal) return;
    const kept = await storage.read(clock.now());
    for (const { userId, answer } of kept?.conversations ?? []) {
      const clearedSeq = people.get(userId)?.clearedSeq ?? 0;
      const current = withoutCleared(answer, clearedSeq);
      if (current === answer) continue;
      await storage.replace({ userId, answer: current }, generation);
      const gone = answer.messages.filter(({ seq }) => seq <= clearedSeq);
      await dropPictures(me._id, gone.flatMap(picturesOf));
    }
    this.#clearedTotal = total;
  }

  /** Of the messages held at the last writing, more than are kept. */
  #deletedPictures(): string[] {
    const { conversations, people } = this.#options.client.store.getChat();
    return [...this.#written].flatMap(([userId, { held }]) => {
      const clearedSeq = people.get(userId)?.clearedSeq ?? 0;
      const { range = null, messages = [] } = conversations.get(userId) ?? {};
      const isSame = held.messages === messages;
      return held.messages.flatMap((message) => {
        const { seq } = message;
        if (seq <= clearedSeq) return picturesOf(message);
        const current = isSame ? null : range && messages[seq - range.from];
        return current && current !== message ? droppedPictures(message, current) : [];
      });
    });
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
      const isSame = written?.held === held && written.marks === marks;
      if (isSame && !open.has(userId)) continue;
      const answer = takeConversation(client, userId);
      if (!answer) continue;
      this.#written.set(userId, { held, marks });
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
    written.revs !== chat.revs ||
    written.watermarks !== chat.watermarks
  );
}
