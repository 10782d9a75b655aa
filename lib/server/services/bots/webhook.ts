import { hashLinkToken, makeLinkToken } from '@/lib/server/crypto/link-token';
import { failFor } from '@/lib/server/errors';
import { networkOf } from '@/lib/server/network';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor, RequestOrigin } from '@/lib/server/services/actor';
import { sendMessage } from '@/lib/server/services/messages/message';
import { User } from '@/models/user';

/**
 * Gives a bot's webhook a new secret, told in this answer alone; the old one is refused from then on.
 * Throws `not_found` for a bot that is not the actor's, `rate_limited`. Not idempotent.
 */
export async function renewWebhook(
  actor: Actor,
  { botId }: { botId: string },
): Promise<{ webhook: string }> {
  await requireWithinRate('bot', actor.userId);
  const webhook = makeLinkToken();
  await setHash(actor, botId, { $set: { webhookHash: hashLinkToken(webhook) } });
  return { webhook };
}

/** Ends a bot's webhook. Throws `not_found` for a bot that is not the actor's. Idempotent. */
export async function endWebhook(actor: Actor, { botId }: { botId: string }): Promise<void> {
  await setHash(actor, botId, { $unset: { webhookHash: 1 } });
}

async function setHash(
  actor: Actor,
  botId: string,
  change: { $set: { webhookHash: string } } | { $unset: { webhookHash: 1 } },
): Promise<void> {
  const own = { _id: botId, botOwnerId: actor.userId, deletedAt: null };
  const { matchedCount } = await User.updateOne(own, change);
  if (matchedCount === 0) throw failFor('not_found', 'no_bot');
}

/**
 * Has a bot write to its owner. Idempotent by `clientId`. Returns whether the message is new. Throws
 * `not_found` for a secret that is none (any more), `rate_limited` past sixty messages a minute or sixty
 * wrong secrets in five from one network address, and what `sendMessage` throws.
 */
export async function callWebhook(
  origin: RequestOrigin,
  { secret, ...message }: { secret: string; text: string; clientId?: string | undefined },
): Promise<{ isNew: boolean }> {
  const bot = await User.findOne({
    webhookHash: hashLinkToken(secret),
    deletedAt: null,
    disabledAt: null,
  })
    .select('botOwnerId')
    .lean();
  if (!bot?.botOwnerId) {
    await requireWithinRate('webhookPlace', networkOf(origin.address));
    throw failFor('not_found', 'no_webhook');
  }
  const userId = bot._id.toHexString();
  await requireWithinRate('webhook', userId);
  // In nobody's session: only what is bound to one asks for it.
  const actor = { userId, sid: '' };
  const { isNew } = await sendMessage(actor, { ...message, to: bot.botOwnerId.toHexString() });
  return { isNew };
}
