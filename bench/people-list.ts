/**
 * What the browser pays for one event with ten thousand people loaded, against twenty: an incoming
 * message and a change of presence, from the store to the rows handed to the screen.
 */

import { systemClock } from '@/lib/client/platform/clock';
import { Views } from '@/lib/client/selectors/selectors';
import { ClientStore } from '@/lib/client/store/store';
import { PresenceWatch } from '@/lib/client/sync/presence-watch';
import type { Transport } from '@/lib/client/transport/transport';
import { DEFAULT_SETTINGS } from '@/lib/shared/conversation/settings';
import type { MessageDto, PersonDto } from '@/lib/shared/dto';
import { PRESENCE_WATCH_MAX_COUNT } from '@/lib/shared/limits';
import type { BenchLine } from './support/bench-line';

const SMALL_COUNT = 20;
const LARGE_COUNT = 10_000;
/** Of the large list; of the small one all are conversations. */
const CONVERSATION_COUNT = 2_000;
const ROUNDS = 400;
const EVENTS_PER_ROUND = 5;
const TARGET_RATIO = 5;

const START = Date.UTC(2026, 0, 1);
const idOf = (index: number) => index.toString(16).padStart(24, '0');
const ME = idOf(0xffffff);

function lastMessageOf(index: number, seq: number, at: number) {
  return {
    _id: idOf(index),
    seq,
    senderId: idOf(index),
    text: 'hello',
    hasImage: false,
    createdAt: new Date(START + at).toISOString(),
    deletedAt: null,
  };
}

function personOf(index: number): PersonDto {
  const hasConversation = index < CONVERSATION_COUNT;
  return {
    _id: idOf(index),
    fullName: `Person ${index}`,
    profilePic: '',
    bio: '',
    timeZone: null,
    createdAt: new Date(START).toISOString(),
    conversationId: `dm:${idOf(index)}:${ME}`,
    lastMessage: hasConversation ? lastMessageOf(index, 1, -index * 1000) : null,
    lastSeq: hasConversation ? 1 : 0,
    lastRev: 0,
    changedAt: null,
    seenSeq: 0,
    deliveredSeq: 0,
    mySeenSeq: 0,
    settings: DEFAULT_SETTINGS,
    settingsAt: null,
    clearedSeq: 0,
    blocked: false,
    online: false,
    lastSeenAt: null,
  };
}

/** A client with that many people loaded, as far as the people list goes. */
function listOf(count: number) {
  const me = {
    _id: ME,
    fullName: 'Me',
    profilePic: '',
    bio: '',
    timeZone: null,
    createdAt: '',
    email: '',
  };
  const store = new ClientStore(me);
  const users = Array.from({ length: count }, (_, index) => personOf(index));
  const unseenMessages = Object.fromEntries(
    users.slice(0, CONVERSATION_COUNT).map((user) => [user._id, 1]),
  );
  const answer = { users, unseenMessages, nextCursor: null };
  store.dispatch({ type: 'people-loaded', answer, place: 'reset' });
  const views = new Views(store);
  const presence = new PresenceWatch({
    transport: { isConnected: false } as Transport,
    clock: systemClock,
    wanted: () =>
      views
        .listed()
        .slice(0, PRESENCE_WATCH_MAX_COUNT)
        .map((row) => row._id),
    onPresence: () => undefined,
  });
  let seq = 1;
  let isOnline = false;
  const conversations = Math.min(count, CONVERSATION_COUNT);
  return {
    /** Somebody far down writes. */
    message: () => {
      seq++;
      const index = (seq * 7919) % conversations;
      const userId = idOf(index);
      const message: MessageDto = {
        _id: idOf(index),
        seq,
        senderId: userId,
        text: 'hello',
        createdAt: new Date(START + seq * 1000).toISOString(),
        deletedAt: null,
        conversationId: `dm:${userId}:${ME}`,
        receiverId: ME,
        image: null,
        rev: 0,
        file: null,
        replyTo: null,
        forwarded: false,
        preview: null,
        reactions: [],
        hidden: false,
        seen: false,
        delivered: false,
        clientId: `client-${seq}`,
        editedAt: null,
      };
      store.dispatch({ type: 'message', message });
      views.unseenTotal();
      presence.check();
    },
    presence: () => {
      isOnline = !isOnline;
      const userId = idOf(Math.floor(count / 2));
      const change = [{ userId, online: isOnline, lastSeenAt: null }];
      store.dispatch({ type: 'presence', presence: change });
      views.unseenTotal();
      views.listed();
    },
  };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Microseconds an event takes in each list, measured in turns. */
function compare(small: () => void, large: () => void): { smallUs: number; largeUs: number } {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of [small, large].entries()) {
      const start = performance.now();
      for (let event = 0; event < EVENTS_PER_ROUND; event++) work();
      const each = ((performance.now() - start) * 1000) / EVENTS_PER_ROUND;
      times[index === 0 ? 0 : 1].push(each);
    }
  }
  return { smallUs: median(times[0]), largeUs: median(times[1]) };
}

/** Measures the list's state and returns a line for each kind of event. */
export function benchPeopleList(): Promise<BenchLine[]> {
  const small = listOf(SMALL_COUNT);
  const large = listOf(LARGE_COUNT);
  const kinds = [
    { name: 'an incoming message', work: compare(small.message, large.message) },
    { name: 'a change of presence', work: compare(small.presence, large.presence) },
  ];
  return Promise.resolve(
    kinds.map(({ name, work: { smallUs, largeUs } }) => ({
      name: `${name}, ${LARGE_COUNT} people listed against ${SMALL_COUNT} (${largeUs.toFixed(0)} µs / ${smallUs.toFixed(0)} µs)`,
      value: largeUs / smallUs,
      unit: 'x',
      target: `at most ${TARGET_RATIO}`,
      passed: largeUs / smallUs <= TARGET_RATIO,
    })),
  );
}
