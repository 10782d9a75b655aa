import { announce, announceReaction } from '@/lib/client/store/announcer';
import { type ChatEvent, otherPersonOf } from '@/lib/client/store/reducer';
import { lastSeqOf } from '@/lib/client/store/state';
import type { ClientStore } from '@/lib/client/store/store';
import type { CatchUp } from '@/lib/client/sync/catch-up';
import type { PeopleLoader } from '@/lib/client/sync/people-loader';
import type { PresenceWatch } from '@/lib/client/sync/presence-watch';
import type { Receipts } from '@/lib/client/sync/receipts';
import type { TypingExpiry } from '@/lib/client/sync/typing';
import { ALBUM_MAX_COUNT } from '@/lib/shared/album';
import type { MessageDto } from '@/lib/shared/dto';
import type { ServerToClientEvents } from '@/lib/shared/events';

/**
 * Events published by several processes may arrive out of order; waiting a moment solves most of
 * that.
 */
export const GAP_PATIENCE_MS = 200;

interface LiveEventsOptions {
  store: ClientStore;
  catchUp: CatchUp;
  receipts: Receipts;
  people: PeopleLoader;
  presence: PresenceWatch;
  typingExpiry: TypingExpiry;
  take(event: ChatEvent): void;
  onSessionEnded(): void;
}

/**
 * What each event of the server does here. All are hints: the resync replaces any that is missed.
 */
export function createLiveEvents(options: LiveEventsOptions): ServerToClientEvents {
  const { store, catchUp, people, receipts, presence, typingExpiry, take, onSessionEnded } =
    options;

  function onCreated(message: MessageDto): void {
    const before = store.getChat();
    const userId = otherPersonOf(before, message);
    const known = lastSeqOf(before, userId);
    take({ type: 'message', message });
    // The row of a stranger can only be fetched, and a skipped number means that events were lost.
    const isSkip = message.seq > known + 1;
    if (isSkip || !before.people.has(userId)) catchUp.plan(GAP_PATIENCE_MS);
    if (message.senderId !== userId || userId === before.me._id) return;
    receipts.onReceived(userId, message);
    // Whoever asks first is not told of what strangers write; of whom nothing is known here, a row comes.
    const { people: rows, me } = store.getChat();
    const isRequest = rows.has(userId) ? rows.get(userId)?.settings?.request : me.requests;
    if (message.seq > known && !isRequest) announce(store, userId, message);
  }

  function onUpdated(message: MessageDto): void {
    const userId = otherPersonOf(store.getChat(), message);
    announceReaction(store, userId, message);
    take({ type: 'message', message });
    const last = store.getChat().people.get(userId)?.lastMessage;
    // The row of an album shows the caption of an earlier picture, which only the server knows.
    const isPicture = message.image !== null || message.deletedAt !== null || message.hidden;
    const isCaption =
      isPicture && last?.hasImage && last.senderId === message.senderId && message.seq < last.seq;
    if (isCaption && last.seq - message.seq < ALBUM_MAX_COUNT) catchUp.plan(GAP_PATIENCE_MS);
  }

  const events: ServerToClientEvents = {
    'message:created': onCreated,
    'message:updated': onUpdated,
    'conversation:seen': (mark) => take({ ...mark, type: 'watermark', kind: 'seen' }),
    'conversation:delivered': (mark) => take({ ...mark, type: 'watermark', kind: 'delivered' }),
    typing: ({ userId, typing }) => {
      take({ type: 'typing', userId, typing });
      typingExpiry.note(userId, typing);
    },
    'presence:changed': (change) => take({ type: 'presence', presence: [change] }),
    'conversation:settings': (change) => {
      // Of somebody who is not known yet, the row can only be fetched.
      if (store.getChat().people.has(change.userId)) take({ ...change, type: 'settings' });
      else people.onChanged(change.userId);
    },
    'people:changed': ({ userId }) => people.onChanged(userId),
    'user:updated': (user) => take({ type: 'user', user }),
    // The server asks all clients at once; answering after a random delay spreads the work.
    resync: ({ withinMs }) => {
      catchUp.planWithin(withinMs);
      presence.refreshWithin(withinMs);
    },
    'session:ended': onSessionEnded,
  };
  return drawnInTime(events, store);
}

/** The same, each taken in as what nobody at this device has done. */
function drawnInTime(events: ServerToClientEvents, store: ClientStore): ServerToClientEvents {
  const all = Object.entries(events) as [string, (payload: never) => void][];
  const paced = all.map(([name, handle]) => [
    name,
    (payload: never) => store.takeIn(() => handle(payload)),
  ]);
  return Object.fromEntries(paced) as ServerToClientEvents;
}
