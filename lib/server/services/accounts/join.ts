import { getConfig } from '@/lib/server/config';
import { isDuplicateKey } from '@/lib/server/errors';
import { networkOf } from '@/lib/server/network';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import {
  addressTaken,
  createUser,
  type NewUser,
  requireSignUp,
  signUpRefusal,
} from '@/lib/server/services/accounts/setup';
import type { RequestOrigin } from '@/lib/server/services/actor';
import { connectPeople } from '@/lib/server/services/contacts/contact';
import { announcePerson } from '@/lib/server/services/contacts/visibility';
import {
  findInvitation,
  type OpenInvitation,
  withUse,
} from '@/lib/server/services/invitations/accept';
import type { UserRecord } from '@/models/user';

interface Newcomer {
  /** The token of the invitation they came by, if they did. */
  invitation: string | undefined;
  /** The account as it is to be stored, once it is clear that they may come in. */
  makeAccount: () => Promise<NewUser>;
}

export interface Joined {
  user: UserRecord;
  /** The maker of the invitation that was accepted with it. */
  invitedBy: string | null;
}

/**
 * Stores an account and takes a use of the invitation, if that has one left. Throws `forbidden` where
 * SIGNUP keeps a member out without it, and what `createUser` throws; then no use is taken.
 */
export function storeNewcomer(
  account: NewUser,
  { token, invitation }: { token: string | undefined; invitation: OpenInvitation | null },
): Promise<Joined> {
  return withUse(invitation, async (accepted) => {
    const isWelcome = accepted !== null || getConfig().signUp === 'open';
    const user = await createUser(account, {
      memberRefusal: isWelcome ? null : signUpRefusal(token),
    });
    return { user, invitedBy: accepted?.maker.userId ?? null };
  });
}

/** Connects a newcomer with whoever invited them, and tells those who may see them. */
export async function introduce({ user, invitedBy }: Joined): Promise<void> {
  const userId = user._id.toHexString();
  if (invitedBy) await connectPeople(invitedBy, userId);
  await announcePerson(userId);
}

/** Throws `forbidden` where SIGNUP keeps out who comes with that invitation, or with none. */
export async function requireWelcome(token: string | undefined): Promise<OpenInvitation | null> {
  const invitation = token ? await findInvitation(token) : null;
  await requireSignUp({ token, isInvited: invitation !== null });
  return invitation;
}

/**
 * Makes an account, by whichever way its owner will sign in; those who may see the person are told. The
 * first account of an empty server is its administrator. An invitation connects the person with its
 * maker, who is answered; without one that is still good, SIGNUP may keep them out. Throws `forbidden`
 * then, `conflict` when the e-mail address has an account already, `rate_limited` past 60 in ten minutes
 * from one network address. Not idempotent.
 */
export async function join(origin: RequestOrigin, newcomer: Newcomer): Promise<Joined> {
  await requireWithinRate('signUp', networkOf(origin.address));
  const { invitation: token, makeAccount } = newcomer;
  // Before anything that depends on the address, so that nobody learns here who has an account.
  const invitation = await requireWelcome(token);
  // Before a use is taken: it costs time, and may fail by itself.
  const account = await makeAccount();
  try {
    const joined = await storeNewcomer(account, { token, invitation });
    await introduce(joined);
    return joined;
  } catch (error) {
    if (!isDuplicateKey(error, 'email')) throw error;
    throw addressTaken();
  }
}
