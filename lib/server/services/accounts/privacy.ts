import { AppError } from '@/lib/server/errors';
import { publish, rooms, tellNodesOfPrivacy } from '@/lib/server/events/publish';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { forgetAllowedReceivers } from '@/lib/server/services/contacts/receiver';
import { noteNewPrivacy } from '@/lib/server/services/people/presence';
import { applySeenPrivacy } from '@/lib/server/services/privacy/seen-marks';
import { forgetSessionsOf } from '@/lib/server/services/sessions/kept-sessions';
import type { PrivacyDto, PrivacyInput } from '@/lib/shared/accounts/privacy';
import { toOwnUserDto, User, type UserRecord } from '@/models/user';

type PrivacyFields = Pick<UserRecord, 'hides' | 'asksFirst'>;

const toPrivacyDto = ({ hides = {}, asksFirst = false }: PrivacyFields): PrivacyDto => ({
  online: !hides.online,
  lastSeen: !hides.lastSeen,
  seen: !hides.seen,
  requests: asksFirst,
});

/** What the actor shows to others, and how others reach them. */
export async function getPrivacy(actor: Actor): Promise<{ privacy: PrivacyDto }> {
  const user = await User.findById(actor.userId).select('hides asksFirst').lean();
  if (!user) throw new AppError('unauthorized');
  return { privacy: toPrivacyDto(user) };
}

/**
 * Shows something to others or no longer does; who does not show it does not see it of others either.
 * What is left out stays. Holds at once, for open screens too: those who watch the actor are told, and
 * the actor's own devices look again. `requests` says how those reach the actor whom they do not know;
 * what waits to be answered then stays as it is. Idempotent. Throws `rate_limited`.
 */
export async function setPrivacy(
  actor: Actor,
  input: PrivacyInput,
): Promise<{ privacy: PrivacyDto }> {
  await requireWithinRate('settings', actor.userId);
  const { requests, ...facts } = input;
  const wanted = Object.entries(facts).filter(([, isShown]) => isShown !== undefined);
  if (wanted.length === 0 && requests === undefined) return getPrivacy(actor);
  const fieldsOf = (shown: boolean) =>
    wanted.filter(([, isShown]) => isShown === shown).map(([fact]) => [`hides.${fact}`, true]);
  const [hidden, shown] = [fieldsOf(false), fieldsOf(true)];
  const user = await User.findByIdAndUpdate(
    actor.userId,
    {
      $set: {
        ...Object.fromEntries(hidden),
        ...(requests !== undefined && { asksFirst: requests }),
      },
      ...(shown.length > 0 && { $unset: Object.fromEntries(shown) }),
    },
    { returnDocument: 'after' },
  ).lean();
  if (!user) throw new AppError('unauthorized');
  if (requests) forgetAllowedReceivers();
  if (wanted.length > 0) {
    // What somebody hides is kept with their sessions.
    await forgetSessionsOf(actor.userId);
    await noteNewPrivacy(actor.userId, { isEverywhere: true });
    tellNodesOfPrivacy(actor.userId);
  }
  if (input.seen !== undefined) await applySeenPrivacy(actor.userId);
  publish([rooms.user(actor.userId)], 'resync', { withinMs: 1_000 });
  if (requests !== undefined)
    publish([rooms.user(actor.userId)], 'user:updated', { ...toOwnUserDto(user), requests });
  return { privacy: toPrivacyDto(user) };
}
