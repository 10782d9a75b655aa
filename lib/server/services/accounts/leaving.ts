import { randomUUID } from 'node:crypto';
import { noteErased } from '@/lib/server/db';
import { AppError, isAppError } from '@/lib/server/errors';
import { publish, watcherRooms } from '@/lib/server/events/publish';
import { eraseUpload } from '@/lib/server/images/store';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getOwnRecord } from '@/lib/server/services/accounts/own-record';
import { type Proof, reauthenticate } from '@/lib/server/services/accounts/reauthenticate';
import { endAllSessions } from '@/lib/server/services/accounts/session';
import { passOnAdministration } from '@/lib/server/services/accounts/setup';
import type { Actor } from '@/lib/server/services/actor';
import { deleteContacts } from '@/lib/server/services/contacts/contact';
import { forgetAllowedReceivers } from '@/lib/server/services/contacts/receiver';
import { announcePerson, listViewerIds } from '@/lib/server/services/contacts/visibility';
import { deleteImportsOf } from '@/lib/server/services/imports/bring-in';
import { deleteInvitations } from '@/lib/server/services/invitations/invitation';
import { eraseUploads } from '@/lib/server/services/messages/erase-messages';
import { directConversationId } from '@/lib/shared/ids';
import { Block } from '@/models/block';
import { Conversation } from '@/models/conversation';
import { Identity } from '@/models/identity';
import { Message } from '@/models/message';
import { Passkey } from '@/models/passkey';
import { toUserDto, User, type UserRecord } from '@/models/user';

/** What is left of an account: the sender's side of the conversations that others keep. */
const NOBODY = {
  fullName: 'Deleted account',
  nameKey: '',
  nameWords: [],
  passwordHash: null,
  role: 'member',
  bio: '',
  profilePic: '',
  timeZone: null,
  lastSeenAt: null,
} as const;

async function deleteNotes(userId: string): Promise<void> {
  const conversationId = directConversationId(userId, userId);
  await eraseUploads({ conversationId });
  await Message.deleteMany({ conversationId });
  await Conversation.deleteOne({ _id: conversationId });
}

/** The bots of somebody who leaves go with them. */
async function eraseBots(ownerId: string): Promise<void> {
  const bots = await User.find({ botOwnerId: ownerId, deletedAt: null }).lean();
  for (const bot of bots) {
    await eraseAccount(bot).catch((error: unknown) => {
      // Deleted in between.
      if (!isAppError(error, 'conflict')) throw error;
    });
  }
}

/**
 * Deletes an account for good: every session ends, its bots, its picture and the notes to oneself go, and
 * what is left is a name for those who wrote with it, whose conversations stay. The administrator's part
 * goes to the oldest account left. Throws `conflict` when the password has changed since `user` was read.
 */
export async function eraseAccount(user: UserRecord): Promise<void> {
  const userId = user._id.toHexString();
  const left = { ...NOBODY, email: `deleted:${randomUUID()}`, deletedAt: new Date() };
  const { matchedCount } = await User.updateOne(
    { _id: user._id, passwordHash: user.passwordHash, deletedAt: null },
    {
      $set: left,
      $unset: {
        isFirst: 1,
        profileKey: 1,
        reset: 1,
        emailChange: 1,
        recoveryCodes: 1,
        passkeyHandle: 1,
        secondFactor: 1,
        secondFactorSetup: 1,
        disabledAt: 1,
        hides: 1,
        handle: 1,
        asksFirst: 1,
        botOwnerId: 1,
        webhookHash: 1,
      },
    },
  );
  if (matchedCount === 0) throw new AppError('conflict');
  forgetAllowedReceivers();
  if (user.role === 'administrator') await passOnAdministration();
  await Identity.deleteMany({ userId: user._id });
  await Passkey.deleteMany({ userId: user._id });
  await endAllSessions(userId, 'account_deleted');
  await deleteInvitations(userId);
  await deleteImportsOf(userId);
  await eraseBots(userId);
  if (user.profilePic) await eraseUpload(user.profilePic);
  await deleteNotes(userId);
  await Block.deleteMany({ blockerId: userId });
  noteErased();
  publish(watcherRooms(userId), 'user:updated', toUserDto({ ...user, ...left, handle: '' }));
  // Asked before nobody is their contact any more.
  const viewerIds = await listViewerIds(userId);
  await deleteContacts(userId);
  await announcePerson(userId, viewerIds);
}

/**
 * Deletes the actor's own account, see `eraseAccount`. Throws `bad_request` naming the field when the
 * proof is wrong, `forbidden` when there is no password and the session is older than ten minutes,
 * `rate_limited` after ten attempts in five minutes. Not idempotent.
 */
export async function deleteAccount(actor: Actor, proof: Proof): Promise<void> {
  await requireWithinRate('password', actor.userId);
  const user = await getOwnRecord(actor);
  await reauthenticate(actor, user, proof);
  await eraseAccount(user);
}
