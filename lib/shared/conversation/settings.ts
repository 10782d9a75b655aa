import type { ConversationSettingsDto } from '@/lib/shared/dto';

/** What holds where nobody set anything up. */
export const DEFAULT_SETTINGS: ConversationSettingsDto = {
  mutedUntil: null,
  pinned: false,
  archived: false,
  unread: false,
};

/** Whether it stands in another list than the others. */
export function isApart({ archived, request }: ConversationSettingsDto): boolean {
  return archived || request === true;
}

/** Whether a conversation is muted at a moment, in milliseconds. */
export function isMutedAt({ mutedUntil }: ConversationSettingsDto, now: number): boolean {
  return mutedUntil === 'always' || (mutedUntil !== null && Date.parse(mutedUntil) > now);
}
