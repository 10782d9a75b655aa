import { getConfig } from '@/lib/server/config';
import { hashLinkToken, makeLinkToken } from '@/lib/server/crypto/link-token';
import { failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import type { CreateInvitationInput } from '@/lib/shared/account-schemas';
import type { InvitationDto } from '@/lib/shared/dto';
import { DAY_MS, INVITATIONS_MAX_COUNT } from '@/lib/shared/limits';
import { Invitation, toInvitationDto } from '@/models/invitation';
import { User, type UserRecord } from '@/models/user';

/** Whether somebody with that role may let others in, as SIGNUP has it. */
export function mayInvite({ role }: Pick<UserRecord, 'role'>): boolean {
  const { signUp } = getConfig();
  if (signUp === 'closed') return false;
  return signUp === 'open' || role === 'administrator';
}

/**
 * Makes a link that lets people in and connects them with the actor. Its token is in this answer and
 * nowhere else. Throws `forbidden` for those who may not invite, `conflict` past a hundred links that
 * have not ended, `rate_limited` past thirty in ten minutes. Not idempotent.
 */
export async function createInvitation(
  actor: Actor,
  { uses, days }: CreateInvitationInput,
): Promise<{ invitation: InvitationDto; token: string }> {
  await requireWithinRate('invite', actor.userId);
  const maker = await User.findById(actor.userId).select('role').lean();
  if (!maker || !mayInvite(maker)) {
    throw failFor(
      'forbidden',
      getConfig().signUp === 'closed' ? 'sign_up_closed' : 'cannot_invite',
    );
  }
  const madeCount = await Invitation.countDocuments({ makerId: actor.userId });
  if (madeCount >= INVITATIONS_MAX_COUNT) throw failFor('conflict', 'too_many_invitations');
  const token = makeLinkToken();
  const now = Date.now();
  const invitation = await Invitation.create({
    tokenHash: hashLinkToken(token),
    makerId: actor.userId,
    uses,
    usesLeft: uses,
    createdAt: new Date(now),
    expiresAt: new Date(now + days * DAY_MS),
  });
  return { invitation: toInvitationDto(invitation), token };
}

/** The actor's links that have not ended, the newest first, used up or not. */
export async function listInvitations(actor: Actor): Promise<{ invitations: InvitationDto[] }> {
  const rows = await Invitation.find({ makerId: actor.userId, expiresAt: { $gt: new Date() } })
    .sort({ _id: -1 })
    .limit(INVITATIONS_MAX_COUNT)
    .lean();
  return { invitations: rows.map(toInvitationDto) };
}

/** Takes a link back: it lets nobody in any more. Throws `not_found` for one that is not the actor's. */
export async function revokeInvitation(
  actor: Actor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  const { deletedCount } = await Invitation.deleteOne({ _id: invitationId, makerId: actor.userId });
  if (deletedCount === 0) throw failFor('not_found', 'invitation_over');
}

/** Takes back all links of somebody who leaves. Idempotent. */
export async function deleteInvitations(userId: string): Promise<void> {
  await Invitation.deleteMany({ makerId: userId });
}
