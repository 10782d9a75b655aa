import { hashLinkToken, makeLinkToken } from '@/lib/server/crypto/link-token';

/** So that scanners for leaked secrets, and people, know what they see. */
const PREFIX = 'parley_bot_';
const FORM = new RegExp(`^${PREFIX}([0-9a-f]{24})_[\\w-]{43}$`);

/** Whom a key is good for, and by what its session is found: its hash, which is all that is kept of it. */
interface BotKeyClaims {
  userId: string;
  sid: string;
}

/** A key for programs that speak as that bot: 256 random bits. */
export function makeBotKey(userId: string): { key: string } & BotKeyClaims {
  const key = `${PREFIX}${userId}_${makeLinkToken()}`;
  return { key, userId, sid: hashLinkToken(key) };
}

/** Whether a token says of itself that it is such a key. */
export const isBotKey = (token: string): boolean => token.startsWith(PREFIX);

/** What a key claims, or null for a text that is none; whether it is good its session tells. */
export function readBotKey(token: string): BotKeyClaims | null {
  const userId = FORM.exec(token)?.[1];
  return userId ? { userId, sid: hashLinkToken(token) } : null;
}
