import { changeMember } from '@/lib/server/services/conversation-settings/change-member';
import { Conversation } from '@/models/conversation';
import type { ImportRecord } from '@/models/import';
import { clearedSeqOf, settingsOf } from '@/models/member-settings';

interface Mark {
  importPending: boolean;
  /** From behind which number on they see the conversation, unless they cleared it. */
  clearedSeq?: number;
}

/** Sets it for one member and tells all their devices. Idempotent. */
async function markFor(
  { conversationId }: ImportRecord,
  userId: string,
  { importPending, clearedSeq }: Mark,
): Promise<void> {
  await changeMember(
    userId,
    () => Conversation.findById(conversationId).lean(),
    (row) => {
      const settings = settingsOf(row, userId);
      const current = clearedSeqOf(row, userId);
      const next = clearedSeq !== undefined && current <= 0 ? clearedSeq : current;
      const isAsBefore = (settings.importPending ?? false) === importPending && next === current;
      // What is pending stands differently now, which is asked for when the settings are newer.
      if (isAsBefore && !importPending) return null;
      return { settings, importPending, ...(next !== current && { clearedSeq: next }) };
    },
  );
}

/** Who of the two is told that it waits: its owner until it is in or put away, the other while asked. */
function isPendingFor({ ownerId, state }: ImportRecord, userId: string): boolean {
  if (state === 'proposed' || state === 'accepted') return true;
  return state === 'declined' && ownerId.toHexString() === userId;
}

/** The two people of an import; the one of notes. */
const membersOf = ({ ownerId, otherId }: ImportRecord): string[] => [
  ...new Set([ownerId.toHexString(), otherId.toHexString()]),
];

/** Tells both how an import stands; with `clearedSeq` also from where on they see the conversation. */
export async function markImport(
  record: ImportRecord,
  { clearedSeq }: { clearedSeq?: number } = {},
): Promise<void> {
  for (const userId of membersOf(record)) {
    await markFor(record, userId, {
      importPending: isPendingFor(record, userId),
      ...(clearedSeq !== undefined && { clearedSeq }),
    });
  }
}

/** Tells both that there is none any more. */
export async function unmarkImport(record: ImportRecord): Promise<void> {
  for (const userId of membersOf(record)) await markFor(record, userId, { importPending: false });
}
