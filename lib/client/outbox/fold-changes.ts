import type { OutboxRepository } from '@/lib/client/outbox/outbox-repository';
import {
  type ChangeItem,
  isChange,
  type OutboxItem,
  type SendItem,
} from '@/lib/client/outbox/outbox-storage';
import type { MessageDto } from '@/lib/shared/dto';

export interface FoldOptions {
  repository: OutboxRepository;
  /** An unsent message says something else now. */
  onEdited(item: SendItem): void;
  /** An unsent message is not to be sent. */
  onRemoved(item: SendItem): void;
}

/**
 * Joins an item that is about to be sent with the changes of the same message that wait behind it.
 * Returns what is to be sent; null when nothing is left. To be called with nobody else sending.
 * What waits is written before what it replaces is removed: done twice it comes to the same.
 */
export async function foldChanges(
  item: OutboxItem,
  options: FoldOptions,
): Promise<OutboxItem | null> {
  const { repository } = options;
  if (!isChange(item)) {
    // The server may have it as it was: the changes follow it there.
    if (item.isTried || isTriedHere(item, repository)) return item;
    return repository.readChanges(item.clientId, (changes) =>
      isStillWanted(item, repository) ? foldIntoSend(item, changes, options) : null,
    );
  }
  // In line behind it: the message was sent, or refused and waits for its author.
  const unsent =
    item.messageId === null ? await repository.readOne(item.target, (found) => found) : undefined;
  return repository.readChanges(item.target, (changes) => {
    if (!isStillWanted(item, repository)) return null;
    if (unsent && !isChange(unsent)) {
      foldIntoSend(unsent, changes, options);
      // Nobody has seen it who could care for a reaction.
      for (const { clientId } of changes) repository.remove(clientId);
      return null;
    }
    return foldIntoChange(item, changes, repository);
  });
}

function isTriedHere({ clientId }: SendItem, repository: OutboxRepository): boolean {
  const held = repository.get(clientId);
  return held?.kind === 'send' && held.isTried;
}

/** Its author may have removed or stopped it while the storage was read. */
function isStillWanted({ clientId }: OutboxItem, repository: OutboxRepository): boolean {
  const held = repository.get(clientId);
  return held !== undefined && !held.failure;
}

function foldIntoSend(
  item: SendItem,
  changes: readonly ChangeItem[],
  { repository, onEdited, onRemoved }: FoldOptions,
): SendItem | null {
  if (changes.some(({ kind }) => kind === 'remove')) {
    for (const { clientId } of [item, ...changes]) repository.remove(clientId);
    onRemoved(item);
    return null;
  }
  const edits = changes.filter((change) => change.kind === 'edit');
  const last = edits.at(-1);
  if (!last) return item;
  const edited = { ...item, text: last.text };
  repository.update(edited);
  onEdited(edited);
  for (const { clientId } of edits) repository.remove(clientId);
  return edited;
}

function foldIntoChange(
  item: ChangeItem,
  changes: readonly ChangeItem[],
  repository: OutboxRepository,
): ChangeItem | null {
  const { clientId, kind } = item;
  const later = changes.slice(changes.findIndex((change) => change.clientId === clientId) + 1);
  const isPointless = later.some(
    (change) => change.kind === 'remove' && change.scope === 'everyone',
  );
  if (isPointless && kind !== 'remove') {
    repository.remove(clientId);
    return null;
  }
  // Deleting for oneself does not stand for deleting for everyone, nor the other way round.
  const scopeOf = (change: ChangeItem) => (change.kind === 'remove' ? change.scope : null);
  const same = later.filter((change) => change.kind === kind && scopeOf(change) === scopeOf(item));
  const last = same.at(-1);
  if (!last) return item;
  const folded: ChangeItem =
    // What the first began from is what the message still says.
    item.kind === 'edit' && last.kind === 'edit'
      ? { ...item, text: last.text }
      : { ...last, clientId, messageId: item.messageId, seq: item.seq };
  repository.update(folded);
  for (const change of same) repository.remove(change.clientId);
  return folded;
}

/** An edit is stored: those made since began from what it says. */
export function rebaseEdits(
  { clientId, target }: ChangeItem,
  { rev, text }: MessageDto,
  repository: OutboxRepository,
): Promise<void> {
  return repository.readChanges(target, (changes) => {
    for (const change of changes) {
      if (change.kind !== 'edit' || change.clientId === clientId) continue;
      repository.update({ ...change, base: { rev, text } });
    }
  });
}
