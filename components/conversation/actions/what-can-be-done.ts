import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

export type MessageAct =
  | 'reply'
  | 'copy'
  | 'link'
  | 'edit'
  | 'removePreview'
  | 'forward'
  | 'select'
  | 'report'
  | 'delete';

/** What can be done with a message, in the order of the menu. */
export function whatCanBeDone(item: ConversationItem): MessageAct[] {
  const isStored = item.seq !== null;
  const isOwn = item.status !== null;
  if (item.deleted) return ['delete'];
  const acts: (MessageAct | false)[] = [
    isStored && 'reply',
    item.text !== '' && 'copy',
    isStored && 'link',
    isOwn && item.text !== '' && item.status !== 'failed' && 'edit',
    isStored && isOwn && item.preview !== null && 'removePreview',
    isStored && 'forward',
    isStored && 'select',
    isStored && !isOwn && 'report',
    'delete',
  ];
  return acts.filter((act) => act !== false);
}

/** Whether one can react to it. */
export const canReact = (item: ConversationItem): boolean => item.seq !== null && !item.deleted;

/** What is offered before all others. */
export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
