import type { ChangeItem } from '@/lib/client/outbox/outbox-storage';
import type { ClientStore } from '@/lib/client/store/store';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { toApiError } from '@/lib/client/transport/envelope';
import type { MessageDto } from '@/lib/shared/dto';
import { isPermanentFailure } from '@/lib/shared/errors';
import { PAGE_MAX_COUNT } from '@/lib/shared/limits';

/** Somebody who reacts at the same moment may be faster this often in a row. */
const EDIT_MAX_ATTEMPTS = 5;
/** Five thousand messages: more than two people write while one of them is without a connection. */
const LOCATE_MAX_PAGES = 50;

interface ChangeDeliveryOptions {
  api: Pick<ApiClient, 'edit' | 'remove' | 'removePreview' | 'react' | 'messages'>;
  store: ClientStore;
  signal: AbortSignal;
}

/**
 * One attempt to change a message. Returns it as it is then. After a refusal the message is fetched,
 * so that its present form is shown; an edit that only a reaction got ahead of is repeated. Throws an
 * ApiError. Idempotent.
 */
export async function deliverChange(
  item: ChangeItem,
  options: ChangeDeliveryOptions,
): Promise<MessageDto> {
  const { api, signal } = options;
  const { messageId, seq } = await locate(item, options);
  try {
    if (item.kind === 'react') return await api.react(messageId, item.emoji, signal);
    if (item.kind === 'removePreview') return await api.removePreview(messageId, signal);
    if (item.kind === 'remove') return await api.remove(messageId, item.scope, signal);
  } catch (error) {
    if (isPermanentFailure(toApiError(error).code)) await refresh(item.to, seq, options);
    throw error;
  }
  let { base } = item;
  for (let attempt = 0; attempt < EDIT_MAX_ATTEMPTS; attempt++) {
    try {
      return await api.edit(messageId, { text: item.text, baseRev: base.rev }, signal);
    } catch (error) {
      const { code, reason } = toApiError(error);
      if (!isPermanentFailure(code)) throw error;
      const current = await refresh(item.to, seq, options);
      if (reason !== 'stale' || !current) throw error;
      if (current.deletedAt) throw new ApiError('conflict', { reason: 'deleted' });
      if (current.text !== base.text) throw error;
      base = current;
    }
  }
  throw new ApiError('unavailable');
}

/** The message as it is now, which is shown from then on. */
async function refresh(
  userId: string,
  seq: number,
  { api, store, signal }: ChangeDeliveryOptions,
): Promise<MessageDto | null> {
  const { messages } = await api.messages(userId, { after: seq - 1, limit: 1 }, signal);
  const message = messages.find((each) => each.seq === seq);
  if (message) store.dispatch({ type: 'message', message });
  return message ?? null;
}

/** The id of the message, which was still unsent when it was changed. */
async function locate(
  { messageId, seq, target, to, ownerId }: ChangeItem,
  { api, store, signal }: ChangeDeliveryOptions,
): Promise<{ messageId: string; seq: number }> {
  if (messageId !== null && seq !== null) return { messageId, seq };
  const isTarget = ({ clientId, senderId }: MessageDto) =>
    clientId === target && senderId === ownerId;
  const held = store.getChat().conversations.get(to);
  const known = held?.messages.findLast(isTarget) ?? held?.buffered.findLast(isTarget);
  if (known) return { messageId: known._id, seq: known.seq };
  // Sent by another tab, or before this one was closed: there may be much that came after it.
  let before: number | undefined;
  for (let page = 0; page < LOCATE_MAX_PAGES; page++) {
    const range = {
      peek: 1,
      limit: PAGE_MAX_COUNT,
      ...(before !== undefined && { before }),
    } as const;
    const { messages, hasBefore } = await api.messages(to, range, signal);
    const found = messages.find(isTarget);
    if (found) return { messageId: found._id, seq: found.seq };
    before = messages[0]?.seq;
    if (!hasBefore || before === undefined) break;
  }
  throw new ApiError('not_found');
}
