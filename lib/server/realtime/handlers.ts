import type { Socket } from 'socket.io';
import { publish, rooms } from '@/lib/server/events/publish';
import { listEventsSince } from '@/lib/server/events/recent-events';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { withAck } from '@/lib/server/realtime/with-ack';
import type { Actor } from '@/lib/server/services/actor';
import { sendMessage } from '@/lib/server/services/messages/message';
import { markDelivered, markSeen } from '@/lib/server/services/messages/receipt';
import { listPresence } from '@/lib/server/services/people/presence';
import type { ClientToServerEvents } from '@/lib/shared/events';
import {
  socketMessageRef,
  socketSendInput,
  socketSinceInput,
  socketTypingInput,
  socketWatchInput,
} from '@/lib/shared/message-schemas';

const watchPrefix = rooms.watchers('');

/** Replaces whom a socket watches. */
async function watch(socket: Socket, userIds: string[]): Promise<void> {
  const wanted = new Set(userIds.map(rooms.watchers));
  for (const room of socket.rooms) {
    if (room.startsWith(watchPrefix) && !wanted.has(room)) await socket.leave(room);
  }
  await socket.join([...wanted]);
}

type Listener = (socket: Socket, actor: Actor) => (...args: unknown[]) => void;

/** Every request a client may make, by the name of its event. */
export const requestEvents: Record<keyof ClientToServerEvents, Listener> = {
  'message:send': withAck('message:send', socketSendInput, async (actor, input) => {
    const { newMessage } = await sendMessage(actor, input);
    return { newMessage };
  }),
  'message:seen': withAck('message:seen', socketMessageRef, markSeen),
  'message:delivered': withAck('message:delivered', socketMessageRef, markDelivered),
  typing: withAck('typing', socketTypingInput, async (actor, { to, typing }) => {
    await requireWithinRate('typing', actor.userId);
    if (to !== actor.userId) publish([rooms.user(to)], 'typing', { userId: actor.userId, typing });
    return {};
  }),
  'events:since': (socket, actor) =>
    withAck('events:since', socketSinceInput, async ({ userId }, { moment }) => {
      await requireWithinRate('watch', userId);
      const events = listEventsSince(moment);
      for (const { rooms: told, event, payload } of events ?? []) {
        // Whom it will watch is not known yet.
        const isHeard = (room: string) => socket.rooms.has(room) || room.startsWith(watchPrefix);
        if (told.some(isHeard)) socket.emit(event, ...payload);
      }
      return { isComplete: events !== null };
    })(socket, actor),
  'presence:watch': (socket, actor) =>
    withAck('presence:watch', socketWatchInput, async (_actor, input) => {
      await requireWithinRate('watch', actor.userId);
      // Join before reading: a change in between is then heard, not missed.
      await watch(socket, input.userIds);
      return { presence: await listPresence(actor, input) };
    })(socket, actor),
};
