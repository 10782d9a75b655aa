import type { Finding } from './findings';
import type { Change, Ledger, Written } from './ledger';
import type { StoredMessage, Truth } from './truth';

/** Stands between what a message said first and the number of its edit. */
export const EDIT_MARK = ' | edit ';

/** What a message said first. */
export function originOf(text: string): string {
  return text.split(EDIT_MARK)[0] ?? text;
}

export interface ChangeEvidence {
  changes: readonly Change[];
  refusedEdits: ReadonlySet<string>;
  /** The clientIds of messages of which a change is in an outbox still: not lost, and told apart. */
  waiting: ReadonlySet<string>;
  /** By conversation. */
  stored: ReadonlyMap<string, readonly StoredMessage[]>;
}

/** Whether somebody sees nothing of a message. */
export function isGoneFor(message: StoredMessage, userId: string): boolean {
  return message.deletedAt !== null || message.hiddenFor.includes(userId);
}

/** What a message says to somebody. */
export function textFor(message: StoredMessage, userId: string): string {
  return isGoneFor(message, userId) ? '' : message.text;
}

/** Whether its author deleted a message before it was sent. */
export function isTakenBack({ clientId }: Written, changes: readonly Change[]): boolean {
  return changes.some((change) => change.kind === 'remove' && change.clientId === clientId);
}

/** How many messages were never sent because their authors deleted them before. */
export function countTakenBack({ written, changes }: Ledger, truth: Truth): number {
  const stored = new Set([...truth.messages.values()].flat().map(({ clientId }) => clientId));
  return written.filter(
    (each) => each.clientId && !stored.has(each.clientId) && isTakenBack(each, changes),
  ).length;
}

/** Changes that were made, not refused, and are not in the database; and numbers given twice. */
export function judgeChanges({
  changes,
  refusedEdits,
  waiting,
  stored,
}: ChangeEvidence): Finding[] {
  const findings: Finding[] = [];
  const byClientId = new Map<string, Change[]>();
  for (const change of changes) {
    byClientId.set(change.clientId, [...(byClientId.get(change.clientId) ?? []), change]);
  }
  for (const [conversationId, messages] of stored) {
    const numbers = new Set<number>();
    for (const message of messages) {
      for (const rev of message.revs) {
        if (numbers.has(rev))
          findings.push({ kind: 'gap', detail: `${conversationId}: rev ${rev}` });
        numbers.add(rev);
      }
      const isWaiting = waiting.has(message.clientId);
      const made = (!isWaiting && byClientId.get(message.clientId)) || [];
      for (const detail of lostOf(message, made, refusedEdits)) {
        findings.push({
          kind: 'lostChange',
          detail: `${conversationId} ${message.seq}: ${detail}`,
        });
      }
      const { text, image, file, reactions } = message;
      const isLeft = text !== '' || image !== null || file !== null || reactions.length > 0;
      if (message.deletedAt && isLeft) {
        findings.push({ kind: 'resurrected', detail: `stored: "${message.text}"` });
      }
    }
  }
  return findings;
}

function lostOf(
  message: StoredMessage,
  made: readonly Change[],
  refusedEdits: ReadonlySet<string>,
): string[] {
  const lost: string[] = [];
  for (const change of made) {
    if (change.kind !== 'remove') continue;
    const isDone =
      change.scope === 'everyone'
        ? message.deletedAt !== null
        : message.hiddenFor.includes(change.userId);
    if (!isDone) lost.push(`deleted for ${change.scope} by ${change.line}`);
  }
  if (message.deletedAt) return lost;
  // Refused once its sender removed the message for themselves on another device.
  const isEdit = (change: Change) =>
    change.kind === 'edit' &&
    !refusedEdits.has(change.text) &&
    !message.hiddenFor.includes(change.userId);
  const edits = made.filter(isEdit);
  const texts = lastOfEach(edits).map((change) => (change.kind === 'edit' ? change.text : ''));
  if (texts.length > 0 && !texts.includes(message.text)) lost.push(`"${texts}"`);
  const reactions = made.filter((change) => change.kind === 'react');
  for (const userId of new Set(reactions.map((change) => change.userId))) {
    const own = reactions.filter((change) => change.userId === userId);
    const emoji = lastOfEach(own).map((change) => (change.kind === 'react' ? change.emoji : null));
    const kept = message.reactions.find((reaction) => reaction.userId === userId)?.emoji ?? null;
    // Refused once the message was hidden from the same person on another device.
    const isRefused = message.hiddenFor.includes(userId);
    if (!emoji.includes(kept) && !isRefused) lost.push(`the reaction ${emoji} of ${userId}`);
  }
  return lost;
}

/** The last change of each outbox: between two of one person either may be the later. */
function lastOfEach(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [change.line, change])).values()];
}
