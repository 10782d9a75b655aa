import type { Types } from 'mongoose';
import { DEFAULT_SETTINGS } from '@/lib/shared/conversation/settings';
import type { ConversationSettingsDto } from '@/lib/shared/dto';

/**
 * Where a conversation stands for one of its members; `none`: nobody has written in it yet. `request`:
 * somebody the member does not know has written, and waits to be answered; `declined`: the member put
 * that away without an answer.
 */
export type Place = 'pinned' | 'inbox' | 'archived' | 'none' | 'request' | 'declined';

/** What a member set up for themselves; absent in rows in which nobody ever did. */
export interface MemberSettings {
  /** See `listKey`. */
  list?: string;
  pinned?: boolean;
  mutedUntil?: Date;
  unread?: boolean;
  /** When any of it was changed last. */
  settingsAt?: Date;
  /**
   * Up to where nothing is shown to them: they cleared it, or it expired. Less than 0 where as many
   * messages from elsewhere come before the first.
   */
  clearedSeq?: number;
  /** A history waits to be brought in, and the member is told so. */
  importPending?: boolean;
}

interface Member extends MemberSettings {
  userId: Types.ObjectId;
}

/** Muting without an end, as a moment nobody lives to see, so that it compares like any other. */
export const MUTED_ALWAYS = new Date('9999-12-31T23:59:59.999Z');

/**
 * A member and the place of the conversation in one value, so that each list of each person is one
 * range of one index.
 */
export function listKey(userId: string, place: Place): string {
  return `${userId}:${place}`;
}

/** Another moment than the last one in any case: it tells one form of the settings from the next. */
export function nextSettingsAt({ settingsAt }: MemberSettings): Date {
  return new Date(Math.max(Date.now(), (settingsAt?.getTime() ?? 0) + 1));
}

/** Where a conversation stands for a member of an arranged row; null in any other. */
export function placeOf({ list }: MemberSettings): string | null {
  return list?.slice(list.indexOf(':') + 1) ?? null;
}

/** Whether a member has neither accepted nor answered what somebody they do not know wrote. */
export function isRequest(member: MemberSettings | undefined): boolean {
  const place = member ? placeOf(member) : null;
  return place === 'request' || place === 'declined';
}

/** The same of one of the members of a row. */
export function isRequestTo(row: { members: Member[] } | null, userId: string): boolean {
  return isRequest(findMember(row, userId));
}

/** Whether a mute of that end still holds. */
function isActive(mutedUntil: Date | undefined): mutedUntil is Date {
  return mutedUntil !== undefined && mutedUntil.getTime() > Date.now();
}

export function isMuted(member: MemberSettings): boolean {
  return isActive(member.mutedUntil);
}

/** The same of one of the members of a row. */
export function isMutedFor(row: { members: Member[] } | null, userId: string): boolean {
  return isMuted(findMember(row, userId) ?? {});
}

function findMember(row: { members: Member[] } | null, userId: string): Member | undefined {
  return row?.members.find((candidate) => candidate.userId.toHexString() === userId);
}

/** When a member changed their settings last, as an ISO date; null for never. */
export function settingsAtOf(row: { members: Member[] } | null, userId: string): string | null {
  return findMember(row, userId)?.settingsAt?.toISOString() ?? null;
}

/** Up to which number nothing is shown to a member: 0, unless they cleared it or a history was brought in. */
export function clearedSeqOf(row: { members: Member[] } | null, userId: string): number {
  return findMember(row, userId)?.clearedSeq ?? 0;
}

/** What one member set up, as they are told. */
export function settingsOf(
  row: { members: Member[] } | null,
  userId: string,
): ConversationSettingsDto {
  const member = findMember(row, userId);
  if (!member) return DEFAULT_SETTINGS;
  const { mutedUntil, pinned = false, unread = false } = member;
  return {
    mutedUntil: isActive(mutedUntil) ? toMutedUntilDto(mutedUntil) : null,
    pinned,
    archived: placeOf(member) === 'archived',
    unread,
    ...(isRequest(member) && { request: true }),
    ...(member.importPending && { importPending: true }),
  };
}

function toMutedUntilDto(mutedUntil: Date): string {
  return mutedUntil.getTime() >= MUTED_ALWAYS.getTime() ? 'always' : mutedUntil.toISOString();
}
