import { makeBotKey } from '@/lib/server/crypto/bot-key';
import { hashLinkToken, makeLinkToken } from '@/lib/server/crypto/link-token';
import { AppError, failFor } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { introduce } from '@/lib/server/services/accounts/join';
import { eraseAccount } from '@/lib/server/services/accounts/leaving';
import { endAllSessions } from '@/lib/server/services/accounts/session';
import type { Actor } from '@/lib/server/services/actor';
import { nameFields } from '@/lib/server/services/people/names';
import type { BotDto, CreateBotInput, CreatedBotAnswer } from '@/lib/shared/bots/bot-schemas';
import { BOTS_MAX_COUNT } from '@/lib/shared/limits';
import { Session, type SessionRecord } from '@/models/session';
import { User, type UserRecord } from '@/models/user';

/** A key has no end of its own: programs run for years, and its owner ends it. */
const KEY_EXPIRES_AT = new Date('9999-12-31T00:00:00Z');
const NEVER_USED = new Date(0);

const botsOf = (ownerId: string) => ({ botOwnerId: ownerId, deletedAt: null });

/** Somebody else's bot gives the same answer as none. */
async function getOwnBot(actor: Actor, botId: string): Promise<UserRecord> {
  const bot = await User.findOne({ _id: botId, ...botsOf(actor.userId) }).lean();
  if (!bot) throw failFor('not_found', 'no_bot');
  return bot;
}

function toBotDto(bot: UserRecord, session: SessionRecord | undefined): BotDto {
  const isUsed = session && session.lastUsedAt.getTime() > NEVER_USED.getTime();
  return {
    _id: bot._id.toHexString(),
    fullName: bot.fullName,
    bio: bot.bio,
    createdAt: bot.createdAt.toISOString(),
    hasKey: session !== undefined,
    hasWebhook: bot.webhookHash !== undefined,
    lastUsedAt: isUsed ? session.lastUsedAt.toISOString() : null,
  };
}

/** Stores a key's session, unless its owner may not sign in (any more): they could not end it. */
async function issueKey(actor: Actor, botId: string): Promise<string> {
  const { key, sid } = makeBotKey(botId);
  await Session.create({
    _id: sid,
    userId: botId,
    device: 'API key',
    createdAt: new Date(),
    lastUsedAt: NEVER_USED,
    expiresAt: KEY_EXPIRES_AT,
  });
  // After it is stored: whoever disables the owner meanwhile finds it, or is found here.
  if (await User.exists({ _id: actor.userId, deletedAt: null, disabledAt: null })) return key;
  await endAllSessions(botId, 'revoked');
  throw new AppError('unauthorized');
}

/**
 * Makes a bot with its key and its webhook, both told in this answer alone, and connects it with the
 * actor. Throws `conflict` past ten, `rate_limited` past thirty new keys in ten minutes. Not idempotent.
 */
export async function createBot(actor: Actor, input: CreateBotInput): Promise<CreatedBotAnswer> {
  await requireWithinRate('bot', actor.userId);
  const count = await User.countDocuments(botsOf(actor.userId));
  if (count >= BOTS_MAX_COUNT) throw failFor('conflict', 'too_many_bots');
  const webhook = makeLinkToken();
  const { _id } = await User.create({
    ...nameFields(input.fullName),
    bio: input.bio ?? '',
    passwordHash: null,
    role: 'member',
    createdAt: new Date(),
    botOwnerId: actor.userId,
    webhookHash: hashLinkToken(webhook),
  });
  const botId = _id.toHexString();
  const bot = await getOwnBot(actor, botId);
  const key = await issueKey(actor, botId).catch(async (error: unknown) => {
    await eraseAccount(bot);
    throw error;
  });
  await introduce({ user: bot, invitedBy: actor.userId });
  log().info({ userId: actor.userId, botId }, 'bot.created');
  const session = await Session.findOne({ userId: botId }).lean();
  return { bot: toBotDto(bot, session ?? undefined), key, webhook };
}

/** The actor's bots, the oldest first. Two queries. */
export async function listBots(actor: Actor): Promise<{ bots: BotDto[] }> {
  const bots = await User.find(botsOf(actor.userId)).sort({ _id: 1 }).lean();
  const sessions = await Session.find({ userId: { $in: bots.map(({ _id }) => _id) } }).lean();
  const byBot = new Map(sessions.map((session) => [session.userId.toHexString(), session]));
  return { bots: bots.map((bot) => toBotDto(bot, byBot.get(bot._id.toHexString()))) };
}

/** Deletes a bot for good, as its account would be by itself. Throws `not_found`. */
export async function deleteBot(actor: Actor, { botId }: { botId: string }): Promise<void> {
  await eraseAccount(await getOwnBot(actor, botId));
  log().info({ userId: actor.userId, botId }, 'bot.deleted');
}

/**
 * Gives a bot a new key, told in this answer alone; the old one is refused from then on and its sockets
 * close. Throws `not_found`, `rate_limited`. Not idempotent.
 */
export async function renewBotKey(
  actor: Actor,
  { botId }: { botId: string },
): Promise<{ key: string }> {
  await requireWithinRate('bot', actor.userId);
  await getOwnBot(actor, botId);
  await endAllSessions(botId, 'revoked');
  return { key: await issueKey(actor, botId) };
}

/** Ends the keys and webhooks of somebody's bots; the bots stay. Idempotent. */
export async function silenceBotsOf(ownerId: string): Promise<void> {
  const bots = await User.find(botsOf(ownerId)).select('_id').lean();
  await User.updateMany(botsOf(ownerId), { $unset: { webhookHash: 1 } });
  await Promise.all(bots.map(({ _id }) => endAllSessions(_id.toHexString(), 'revoked')));
}
