import { hashLinkToken } from '@/lib/server/crypto/link-token';
import type { Actor } from '@/lib/server/services/actor';
import { noteFound } from '@/lib/server/services/contacts/contact';
import { mayInvite } from '@/lib/server/services/invitations/invitation';
import { Invitation } from '@/models/invitation';
import { User } from '@/models/user';

export interface OpenInvitation {
  _id: string;
  maker: { userId: string; fullName: string };
}

/** Only while its maker may invite: a member's links end where SIGNUP no longer lets members invite. */
async function findMaker(makerId: string): Promise<OpenInvitation['maker'] | null> {
  const maker = await User.findOne({ _id: makerId, deletedAt: null, disabledAt: null })
    .select('fullName role')
    .lean();
  return maker && mayInvite(maker) ? { userId: makerId, fullName: maker.fullName } : null;
}

const isOpen = () => ({ usesLeft: { $gt: 0 }, expiresAt: { $gt: new Date() } });

/** The invitation of a token, or null when there is none, or none any more. Two queries. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  const row = await Invitation.findOne({ tokenHash: hashLinkToken(token), ...isOpen() })
    .select('makerId')
    .lean();
  const maker = row && (await findMaker(row.makerId.toHexString()));
  return row && maker && { _id: row._id.toHexString(), maker };
}

/** Takes one of its uses; false when none is left. Of many at once, as many get one as are left. */
async function takeUse(invitation: OpenInvitation): Promise<boolean> {
  const { modifiedCount } = await Invitation.updateOne(
    { _id: invitation._id, ...isOpen() },
    { $inc: { usesLeft: -1 } },
  );
  return modifiedCount === 1;
}

/**
 * Takes one of an invitation's uses for an account that `make` makes, and gives it back when that throws
 * (nothing once it is revoked). `make` gets the invitation if it had a use left.
 */
export async function withUse<T>(
  invitation: OpenInvitation | null,
  make: (accepted: OpenInvitation | null) => Promise<T>,
): Promise<T> {
  const accepted = invitation && (await takeUse(invitation)) ? invitation : null;
  try {
    return await make(accepted);
  } catch (error) {
    if (accepted) await Invitation.updateOne({ _id: accepted._id }, { $inc: { usesLeft: 1 } });
    throw error;
  }
}

/**
 * For somebody who has an account already: whom the invitation is from, whom they may see and write to
 * from now on. Takes no use. Null when there is no such invitation any more.
 */
export async function openInvitation(actor: Actor, token: string): Promise<string | null> {
  const invitation = await findInvitation(token);
  if (!invitation) return null;
  await noteFound(actor, invitation.maker.userId);
  return invitation.maker.userId;
}
