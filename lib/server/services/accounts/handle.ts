import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { announceProfile, getOwnRecord } from '@/lib/server/services/accounts/own-record';
import type { Actor } from '@/lib/server/services/actor';
import type { HandleInput } from '@/lib/shared/accounts/handle';
import type { OwnUserDto } from '@/lib/shared/dto';
import { toOwnUserDto, User, type UserRecord } from '@/models/user';

const handleTaken = (): AppError =>
  new AppError('conflict', 'Somebody else has that handle.', {
    fields: { handle: 'is taken' },
    problems: { handle: { reason: 'taken' } },
  });

async function store(actor: Actor, handle: string | null): Promise<UserRecord | null> {
  try {
    return await User.findByIdAndUpdate(
      actor.userId,
      handle === null ? { $unset: { handle: 1 } } : { $set: { handle } },
      { returnDocument: 'after' },
    ).lean();
  } catch (error) {
    if (!isDuplicateKey(error, 'handle')) throw error;
    throw handleTaken();
  }
}

/**
 * Gives the actor a handle, by which others find them and tell them from others of the same name, or
 * takes it away. Nobody has one that another has. Those who watch the actor are told. Idempotent, and
 * the same again counts as no change. Throws `conflict` when somebody else has it, `rate_limited` past
 * ten changes in a day.
 */
export async function setHandle(actor: Actor, { handle }: HandleInput): Promise<OwnUserDto> {
  const before = await getOwnRecord(actor);
  if ((before.handle ?? null) === handle) return toOwnUserDto(before);
  await requireWithinRate('handle', actor.userId);
  const user = await store(actor, handle);
  if (!user) throw new AppError('unauthorized');
  announceProfile(user);
  return toOwnUserDto(user);
}
