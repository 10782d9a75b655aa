import { createHmac } from 'node:crypto';
import { getConfig } from '@/lib/server/config';
import { log } from '@/lib/server/log';
import { metrics, watchQueue } from '@/lib/server/metrics';
import { closePushConnections, type PushOutcome, postPush } from '@/lib/server/push/post-push';
import { notePushAnswer } from '@/lib/server/push/push-health';
import { PushQueue } from '@/lib/server/push/push-queue';
import { findBlocks } from '@/lib/server/services/blocks/block-check';
import { composeNote, type ToldMessage } from '@/lib/server/services/push/push-note';
import { forgetSubscription, listSubscriptions } from '@/lib/server/services/push/subscription';
import { singleton } from '@/lib/server/singleton';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation, readSeqOf } from '@/models/conversation';
import { clearedSeqOf, isMutedFor, isRequestTo } from '@/models/member-settings';
import { isHiddenIn, Message, type MessageRecord } from '@/models/message';
import type { PushSubscriptionRecord } from '@/models/push-subscription';
import { User } from '@/models/user';

/** Tries at one time, of all push services together. */
const RUNNING_MAX_COUNT = 64;
/** Some megabytes. More than this only wait where a service is away, and then the latest matter most. */
const QUEUE_MAX_COUNT = 20_000;
/** What is older is not worth waking a phone for. */
const PUSH_MAX_AGE_MS = DAY_MS;
const TTL_MIN_SECONDS = 60;
/** What was seen, muted or signed out less than this ago may still be told. */
const LOOK_KEPT_MS = 200;
/** What a push service takes as a topic. */
const TOPIC_CHARACTERS = 32;
/** Shows everything that is pushed, a withdrawal too, and ends the subscription of a site that shows nothing. */
const SHOWS_ALL = /\.push\.apple\.com$/;

function makeQueue(): PushQueue {
  const made = new PushQueue({
    maxRunning: RUNNING_MAX_COUNT,
    maxCount: QUEUE_MAX_COUNT,
    onEnd: (_key, outcome) => {
      const result = outcome === null ? 'needless' : outcome === 'given-up' ? outcome : outcome.is;
      metrics().pushes.inc({ result });
      if (outcome === 'given-up') log().warn('push.given_up');
      else if (outcome?.is === 'refused') log().warn({ reason: outcome.reason }, 'push.refused');
    },
    onError: (error) => log().error({ err: error }, 'push.failed'),
  });
  watchQueue('pushes', () => made.size);
  return made;
}

const queue = (): PushQueue => singleton('push-queue', makeQueue);

/** Says nothing to the push service of who writes to whom, and is the same for one conversation. */
function topicOf(subscription: PushSubscriptionRecord, conversationId: string): string {
  return createHmac('sha256', getConfig().jwtSecret)
    .update(`${subscription._id} ${conversationId}`)
    .digest('base64url')
    .slice(0, TOPIC_CHARACTERS);
}

interface Told {
  message: MessageRecord;
  isWithdrawn: boolean;
  // Both are asked for once for all devices that are told at the same time.
  /** What there is to say of it now, see `findTold`. */
  look(): Promise<ToldMessage | null>;
  /** The devices that are to be told now. */
  devices(): Promise<PushSubscriptionRecord[]>;
}

/** Answers what `ask` answered, until that is too old. */
function shareFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let held: { answer: Promise<T>; at: number } | null = null;
  return () => {
    const now = Date.now();
    if (!held || Math.abs(now - held.at) > ms) held = { answer: ask(), at: now };
    return held.answer;
  };
}

/** What there is to say of a message to its receiver now; null for nothing. Four queries, at once. */
async function findTold({
  message,
  isWithdrawn,
}: Pick<Told, 'message' | 'isWithdrawn'>): Promise<ToldMessage | null> {
  const { conversationId, seq } = message;
  const receiverId = message.receiverId.toHexString();
  const senderId = message.senderId.toHexString();
  const [row, current, sender, { between }] = await Promise.all([
    Conversation.findById(conversationId).lean(),
    Message.findById(message._id).lean(),
    User.findById(senderId).select('fullName').lean(),
    findBlocks({ userId: receiverId, sid: '' }, [senderId]),
  ]);
  if (!current || !sender || between.size > 0) return null;
  if (isMutedFor(row, receiverId) || isRequestTo(row, receiverId)) return null;
  const clearedSeq = clearedSeqOf(row, receiverId);
  const isGone =
    current.deletedAt !== null || isHiddenIn(current, { viewerId: receiverId, clearedSeq });
  if (isGone !== isWithdrawn) return null;
  const isSeen = readSeqOf(row, receiverId) >= seq;
  if (isSeen && !isWithdrawn) return null;
  return { message: current, senderName: sender.fullName, isSeen, isWithdrawn };
}

async function tryPush(
  subscription: PushSubscriptionRecord,
  told: Told,
): Promise<PushOutcome | null> {
  const now = Date.now();
  const ageMs = now - told.message.createdAt.getTime();
  if (ageMs > PUSH_MAX_AGE_MS) return null;
  const { _id, endpoint, p256dh, auth, origin } = subscription;
  const [found, devices] = await Promise.all([told.look(), told.devices()]);
  const isWanted = devices.some((each) => each._id === _id && each.endpoint === endpoint);
  if (!found || !isWanted) return null;
  if (found.isWithdrawn && found.isSeen && SHOWS_ALL.test(new URL(endpoint).hostname)) return null;
  const outcome = await postPush({
    endpoint,
    keys: { p256dh, auth },
    origin,
    text: composeNote(subscription, found),
    topic: topicOf(subscription, told.message.conversationId),
    ttlSeconds: Math.max(TTL_MIN_SECONDS, Math.round((PUSH_MAX_AGE_MS - ageMs) / 1_000)),
    urgency: found.isWithdrawn ? 'normal' : 'high',
  });
  notePushAnswer(outcome.is !== 'later');
  if (outcome.is === 'gone') await forgetSubscription(subscription);
  return outcome;
}

async function tell(told: Told): Promise<void> {
  for (const subscription of await told.devices()) {
    const key = `${subscription._id} ${told.message.conversationId}`;
    if (!queue().add(key, () => tryPush(subscription, told))) {
      metrics().pushes.inc({ result: 'dropped' });
    }
  }
}

/**
 * Has the receiver's devices told of a message that was stored, or that one told before was deleted. Nobody waits for it,
 * and it fails nothing: what is said, and whether anything is, is found out when it is sent.
 */
export function tellDevices(event: 'message:created' | 'message:updated', message: MessageRecord) {
  const isWithdrawn = message.deletedAt !== null;
  if (message.senderId.equals(message.receiverId) || message.isRequest) return;
  if (event === 'message:updated' && !isWithdrawn) return;
  const look = shareFor(LOOK_KEPT_MS, () => findTold({ message, isWithdrawn }));
  const receiverId = message.receiverId.toHexString();
  const devices = shareFor(LOOK_KEPT_MS, () => listSubscriptions(receiverId));
  tell({ message, isWithdrawn, look, devices }).catch((error: unknown) =>
    log().warn({ err: error }, 'push.not_queued'),
  );
}

/** Ends what is under way, forgets what waits, and closes the connections. */
export async function stopPushes(): Promise<void> {
  await queue().stop();
  closePushConnections();
}
