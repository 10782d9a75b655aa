import { failFor } from '@/lib/server/errors';
import { pageOf } from '@/lib/server/services/operator/page-of';
import type { MadeInvitationDto } from '@/lib/shared/accounts/admin-schemas';
import { Invitation, toInvitationDto } from '@/models/invitation';
import { User } from '@/models/user';

/** Everybody's links that have not ended, the newest first, each with its maker. */
export async function listAllInvitations(input: {
  cursor?: string | undefined;
  limit: number;
}): Promise<{ invitations: MadeInvitationDto[]; nextCursor: string | null }> {
  const rows = await Invitation.find({
    expiresAt: { $gt: new Date() },
    ...(input.cursor && { _id: { $lt: input.cursor } }),
  })
    .sort({ _id: -1 })
    .limit(input.limit + 1)
    .lean();
  const { shown, nextCursor } = pageOf(rows, input.limit);
  const makers = await User.find({ _id: { $in: shown.map(({ makerId }) => makerId) } })
    .select('fullName')
    .lean();
  const names = new Map(makers.map(({ _id, fullName }) => [_id.toHexString(), fullName]));
  const invitations = shown.map((row) => {
    const _id = row.makerId.toHexString();
    return { ...toInvitationDto(row), maker: { _id, fullName: names.get(_id) ?? '' } };
  });
  return { invitations, nextCursor };
}

/** Takes back anybody's link. Throws `not_found`. */
export async function revokeAnyInvitation(input: { invitationId: string }): Promise<void> {
  const { deletedCount } = await Invitation.deleteOne({ _id: input.invitationId });
  if (deletedCount === 0) throw failFor('not_found', 'invitation_over');
}
