import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { noteAct } from '@/lib/server/services/administration/note-act';
import { requireAdministrator } from '@/lib/server/services/administrator';
import {
  disableAccount,
  enableAccount,
  endSessionsOf,
  hasAdministrator,
  listAccounts,
  makeResetLink,
  removeAccount,
  setRole,
} from '@/lib/server/services/operator/accounts';
import { resetUrl } from '@/lib/shared/accounts/account-urls';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';
import { RESET_LINK_MINUTES } from '@/lib/shared/limits';

/**
 * What administrators do with people on the screen: the operator's own services, after a look at who asks,
 * and with a line in the log. Each throws `not_found` for those who are no administrators.
 */

/** See `listAccounts`. */
export async function listPeopleForAdministrator(
  actor: Actor,
  input: Parameters<typeof listAccounts>[0],
): ReturnType<typeof listAccounts> {
  await requireAdministrator(actor);
  return listAccounts(input);
}

/**
 * Disables or enables an account, makes it an administrator or a member. Throws `conflict` where nobody
 * who can sign in would be administrator any more: then nothing has changed. Idempotent.
 */
export async function changePerson(
  actor: Actor,
  input: {
    userId: string;
    disabled?: boolean | undefined;
    role?: AccountDto['role'] | undefined;
  },
): Promise<AccountDto> {
  await requireAdministrator(actor);
  const { userId: person, disabled, role } = input;
  // Enabled, or raised, first: of two changes at once, the one that lets somebody in comes before.
  let account = disabled === false ? await enableAccount({ person }) : null;
  if (role !== undefined) {
    account = await setRole({ person, role });
    // Looked at after the write: of two who take the role from each other at once, one gets it back.
    if (role === 'member' && !(await hasAdministrator())) {
      await setRole({ person, role: 'administrator' });
      throw failFor('conflict', 'last_administrator');
    }
    noteAct(actor, `role ${role}`, { person });
  }
  if (disabled === true) account = await disableUnlessLast(person);
  if (disabled !== undefined) noteAct(actor, disabled ? 'disable' : 'enable', { person });
  if (!account) throw failFor('bad_request', 'nothing_to_change');
  return account;
}

/**
 * Looks before the write, since it ends sessions, which do not come back; and after it, since two may do
 * it to each other at once.
 */
async function disableUnlessLast(person: string): Promise<AccountDto> {
  if (!(await hasAdministrator({ except: person }))) {
    throw failFor('conflict', 'last_administrator');
  }
  const account = await disableAccount({ person });
  if (await hasAdministrator()) return account;
  await enableAccount({ person });
  throw failFor('conflict', 'last_administrator');
}

/**
 * Deletes somebody else's account for good. Throws `forbidden` for the actor's own, which asks for the
 * password, see `deleteAccount`. Not idempotent.
 */
export async function deletePerson(actor: Actor, input: { userId: string }): Promise<AccountDto> {
  await requireAdministrator(actor);
  if (input.userId === actor.userId) throw failFor('forbidden', 'own_account');
  const account = await removeAccount({ person: input.userId });
  noteAct(actor, 'delete', { person: input.userId });
  return account;
}

/** Signs somebody out everywhere. */
export async function endSessionsOfPerson(
  actor: Actor,
  input: { userId: string },
): Promise<{ ended: number }> {
  await requireAdministrator(actor);
  const ended = await endSessionsOf({ person: input.userId });
  noteAct(actor, 'sessions end', { person: input.userId });
  return ended;
}

/** See `makeResetLink`; the token is in this answer and nowhere else. */
export async function makeResetLinkFor(
  actor: Actor,
  input: { userId: string },
): Promise<{ path: string; minutes: number }> {
  await requireAdministrator(actor);
  const { token } = await makeResetLink({ person: input.userId });
  noteAct(actor, 'reset-link', { person: input.userId });
  return { path: resetUrl(token), minutes: RESET_LINK_MINUTES };
}
