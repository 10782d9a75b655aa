import type { Socket } from 'socket.io';
import { withAck } from '@/lib/server/realtime/with-ack';
import type { Actor } from '@/lib/server/services/actor';
import { sendMessage } from '@/lib/server/services/messages/message';
import { tellEventsSince } from '@/lib/server/services/messages/missed-events';
import { markDelivered, markSeen } from '@/lib/server/services/messages/receipt';
import { reportTyping } from '@/lib/server/services/people/typing';
import { watchPresence } from '@/lib/server/services/people/watch-presence';
import type { ClientToServerEvents } from '@/lib/shared/events';
import {
  socketMessageRef,
  socketSendInput,
  socketSinceInput,
  socketTypingInput,
  socketWatchInput,
} from '@/lib/shared/message-schemas';

type Listener = (socket: Socket, actor: Actor, args: unknown[]) => void;

/** Every request a client may make, by the name of its event. */
export const requestEvents: Record<keyof ClientToServerEvents, Listener> = {
  'message:send': withAck('message:send', socketSendInput, async (actor, input) => {
    const { newMessage } = await sendMessage(actor, input);
    return { newMessage };
  }),
  'message:seen': withAck('message:seen', socketMessageRef, markSeen),
  'message:delivered': withAck('message:delivered', socketMessageRef, markDelivered),
  typing: withAck('typing', socketTypingInput, reportTyping),
  'events:since': withAck('events:since', socketSinceInput, tellEventsSince),
  'presence:watch': withAck('presence:watch', socketWatchInput, watchPresence),
};
