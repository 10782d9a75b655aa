import { AppError } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { User } from '@/models/user';

/** Whether somebody administers this server, asked of the database each time: a role can be taken. */
export async function isAdministrator({ userId }: Pick<Actor, 'userId'>): Promise<boolean> {
  const role = 'administrator';
  const found = { _id: userId, role, disabledAt: null, deletedAt: null, botOwnerId: null } as const;
  return (await User.exists(found)) !== null;
}

/** Throws `not_found` for anybody else: there is nothing here for them to know of. */
export async function requireAdministrator(actor: Actor): Promise<void> {
  if (await isAdministrator(actor)) return;
  throw new AppError('not_found', 'There is no such address in this API.');
}
