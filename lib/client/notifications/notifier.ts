import type { ChatClient } from '@/lib/client/chat-client';
import { NewMessageDetector } from '@/lib/client/notifications/new-message-detector';
import {
  decideNotification,
  type NoNotification,
  type NotifyPermission,
} from '@/lib/client/notifications/notification-decision';
import type { NotificationSettings } from '@/lib/client/notifications/notification-settings';
import type { NotifiedLog } from '@/lib/client/notifications/notified-log';
import type { Clock, Timer } from '@/lib/client/platform/clock';
import type { Environment } from '@/lib/client/platform/environment';
import type { StoredValue } from '@/lib/client/platform/stored-value';
import { changedKeys } from '@/lib/client/store/persistent-map';
import type { ChatState } from '@/lib/client/store/state';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { LastMessageDto } from '@/lib/shared/dto';
import { NOTIFICATION_BURST_MS, type ShownNote } from '@/lib/shared/push/notification-options';
import { type NotificationData, notificationTag } from '@/lib/shared/service-worker-messages';
import { pages } from '@/lib/shared/urls';

/** Time for another device to show it, and for the rest of a burst to come. */
const SETTLE_MS = 300;
/** Whose message a test is. No id of a person looks like this. */
export const TEST_SENDER = 'test';

export interface NotificationPayload extends Omit<ShownNote, 'timestamp'> {
  title: string;
  sentAt: string;
}

/** What a browser does for the notifier. */
export interface NotificationPlatform {
  permission(): NotifyPermission;
  /** Another tab of this browser is in front. */
  isElsewhereInView(): Promise<boolean>;
  /** One tab at a time. */
  withLock<T>(work: () => Promise<T>): Promise<T>;
  /** Throws when the browser will not. */
  show(note: NotificationPayload): Promise<void>;
  /** Whether the notification with that tag is shown, and of that message. */
  isShown(tag: string, seq: number): Promise<boolean>;
  /** Takes away those shown that `isDone`. */
  close(isDone: (data: NotificationData) => boolean): Promise<void>;
  /** False when the browser would not play it. */
  playSound(): Promise<boolean>;
}

interface NotificationDetails {
  name: string;
  /** Messages of that person not seen yet. */
  unseen: number;
  hasPreview: boolean;
}

interface NotificationText {
  title: string;
  body: string;
}

export interface NotifierOptions {
  client: ChatClient;
  platform: NotificationPlatform;
  settings: Pick<StoredValue<NotificationSettings>, 'get'>;
  told: NotifiedLog;
  environment: Environment;
  clock: Clock;
  /** The words of a notification. */
  describe(message: LastMessageDto, details: NotificationDetails): NotificationText;
}

/** What became of a message: null when a notification was shown. */
export type NotificationOutcome = NoNotification | 'failed' | null;

/**
 * Shows notifications for messages that come in while the person looks elsewhere, and removes them
 * once seen.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #arrivals: NewMessageDetector;
  readonly #settling = new Map<string, Timer>();
  readonly #rungAt = new Map<string, number>();
  #watermarks: unknown = null;
  #people: ChatState['people'] | null = null;
  #stopListening: (() => void) | null = null;

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { store } = options.client;
    this.#arrivals = new NewMessageDetector({ store, onArrival: (userId) => this.#settle(userId) });
  }

  start(): void {
    this.#arrivals.start();
    this.#stopListening ??= this.#options.client.store.subscribe(() => {
      this.#closeSeen();
      this.#followChanges();
    });
    // Seen, or deleted, on another device while no page was open here.
    this.#closeSeen();
    this.#followChanges();
  }

  stop(): void {
    this.#arrivals.stop();
    this.#stopListening?.();
    this.#stopListening = null;
    for (const timer of this.#settling.values()) this.#options.clock.clearTimeout(timer);
    this.#settling.clear();
  }

  /** Notifies as for a message that came in, although the page is in view. */
  test(): Promise<NotificationOutcome> {
    const now = this.#options.clock.now();
    const message: LastMessageDto = {
      _id: TEST_SENDER,
      seq: now,
      senderId: TEST_SENDER,
      text: '',
      hasImage: false,
      createdAt: new Date(now).toISOString(),
      deletedAt: null,
    };
    return this.#tell(message, { isTest: true });
  }

  #settle(userId: string): void {
    if (this.#settling.has(userId)) return;
    const timer = this.#options.clock.setTimeout(() => {
      const { client } = this.#options;
      this.#settling.delete(userId);
      const newest = client.store.getChat().people.get(userId)?.lastMessage;
      // Answered on another device meanwhile, so it was read there.
      const isMuted = client.views.person(userId)?.muted ?? false;
      if (newest?.senderId === userId && !isMuted) void this.#tell(newest, { isTest: false });
    }, SETTLE_MS);
    this.#settling.set(userId, timer);
  }

  /** Never rejects. */
  async #tell(
    message: LastMessageDto,
    { isTest }: { isTest: boolean },
  ): Promise<NotificationOutcome> {
    const { client, platform, settings, told, environment } = this.#options;
    const userId = message.senderId;
    const isElsewhereInView = await platform.isElsewhereInView();
    return platform.withLock(async () => {
      const chat = client.store.getChat();
      const decision = decideNotification({
        message,
        myId: chat.me._id,
        mySeenSeq: watermarksOf(chat, userId).mySeenSeq,
        notifiedSeq: await told.get(userId),
        view: {
          isVisible: environment.isVisible(),
          isFocused: environment.isFocused(),
          isConversationOpen: new Set(client.conversations.openUserIds()).has(userId),
          isElsewhereInView,
        },
        settings: settings.get(),
        permission: platform.permission(),
        isTest,
      });
      const { refusal, playsSound } = decision;
      if (refusal && !playsSound) return refusal;
      await told.set(userId, message.seq, (id, seq) => this.#isUnseen(id, seq));
      const isNews = this.#isNews(userId);
      const hasSounded = playsSound && isNews && (await platform.playSound());
      if (refusal) return refusal;
      try {
        // Without a sound of our own the system's is unwanted too, unless ours could not be played.
        const isSilent = !playsSound || hasSounded;
        await platform.show(this.#compose(message, { isNews, isSilent }));
        return null;
      } catch {
        return 'failed';
      }
    });
  }

  #compose(
    message: LastMessageDto,
    ring: { isNews: boolean; isSilent: boolean },
  ): NotificationPayload {
    const { client, settings, describe } = this.#options;
    const { _id: ownerId } = client.store.getChat().me;
    const userId = message.senderId;
    const person = client.views.person(userId);
    const hasPreview = settings.get().hasPreviews;
    const isTest = userId === TEST_SENDER;
    return {
      tag: notificationTag(ownerId, userId),
      ...describe(message, {
        name: person?.fullName ?? '',
        unseen: person?.unseen ?? 1,
        hasPreview,
      }),
      picture: person?.profilePic ?? '',
      sentAt: message.createdAt,
      ...ring,
      data: {
        ownerId,
        userId,
        seq: message.seq,
        url: isTest ? `${pages.settings}/notifications` : pages.conversation(userId),
      },
    };
  }

  #isNews(userId: string): boolean {
    const now = this.#options.clock.now();
    const rungAt = this.#rungAt.get(userId);
    const isNews = rungAt === undefined || Math.abs(now - rungAt) > NOTIFICATION_BURST_MS;
    if (isNews) this.#rungAt.set(userId, now);
    return isNews || userId === TEST_SENDER;
  }

  #isUnseen(userId: string, seq: number): boolean {
    return watermarksOf(this.#options.client.store.getChat(), userId).mySeenSeq < seq;
  }

  /** What is shown of a message follows it: edited it is shown as it is, deleted not at all. */
  #followChanges(): void {
    const { client, platform } = this.#options;
    const { people, me } = client.store.getChat();
    const before = this.#people;
    if (people === before) return;
    this.#people = people;
    if (!before) {
      const isDeleted = ({ userId, seq }: NotificationData) => {
        const last = people.get(userId)?.lastMessage;
        return last?.seq === seq && last.deletedAt !== null;
      };
      void platform.close((data) => data.ownerId === me._id && isDeleted(data));
      return;
    }
    for (const userId of changedKeys(before, people)) {
      const was = before.get(userId)?.lastMessage;
      const last = people.get(userId)?.lastMessage;
      if (!was || !last || last.seq !== was.seq || last.senderId !== userId) continue;
      if (last.deletedAt !== null) {
        void platform.close((data) => data.userId === userId && data.seq === last.seq);
      } else if (last.text !== was.text) void this.#reword(last);
    }
  }

  /** Never rejects. */
  async #reword(message: LastMessageDto): Promise<void> {
    const { client, platform } = this.#options;
    const tag = notificationTag(client.store.getChat().me._id, message.senderId);
    await platform
      .withLock(async () => {
        if (!(await platform.isShown(tag, message.seq))) return;
        await platform.show(this.#compose(message, { isNews: false, isSilent: true }));
      })
      .catch(() => undefined);
  }

  #closeSeen(): void {
    const chat = this.#options.client.store.getChat();
    if (chat.watermarks === this.#watermarks) return;
    this.#watermarks = chat.watermarks;
    void this.#options.platform.close(
      ({ ownerId, userId, seq }) => ownerId !== chat.me._id || !this.#isUnseen(userId, seq),
    );
  }
}
