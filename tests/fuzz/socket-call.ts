import type { z } from 'zod';
import type { ClientToServerEvents } from '@/lib/shared/events';
import {
  socketMessageRef,
  socketSendInput,
  socketSinceInput,
  socketTypingInput,
  socketWatchInput,
} from '@/lib/shared/message-schemas';
import type { Random } from '../support/random';
import { type Known, nearlyFitting } from './fitting';
import { hostileText, hostileValue } from './values';

export interface SocketCall {
  event: string;
  args: unknown[];
  hasAck: boolean;
  /** Whether the server has such an event. */
  isKnown: boolean;
}

const INPUTS: Record<keyof ClientToServerEvents, z.ZodType> = {
  'message:send': socketSendInput,
  'message:seen': socketMessageRef,
  'message:delivered': socketMessageRef,
  typing: socketTypingInput,
  'events:since': socketSinceInput,
  'presence:watch': socketWatchInput,
};
/** Names Socket.IO keeps for itself, which its own client refuses to send. */
const RESERVED = [
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
];

/** One event that nearly makes sense, of a known name or another. */
export function makeSocketCall(random: Random, known: Known): SocketCall {
  const [name, schema] = random.pick(Object.entries(INPUTS));
  const isKnown = random.chance(0.95);
  const wild = hostileText(random);
  const event = isKnown ? name : RESERVED.includes(wild) ? 'wild' : wild;
  const input = nearlyFitting(schema, random, known);
  const shape = random.index(20);
  let args: unknown[] = [input];
  if (shape === 0) args = [];
  if (shape === 1) args = [input, hostileValue(random), hostileValue(random)];
  if (shape === 2) args = [Buffer.from(hostileText(random))];
  if (shape === 3) args = [hostileValue(random)];
  return { event, args, hasAck: random.chance(0.9), isKnown: isKnown || event in INPUTS };
}
