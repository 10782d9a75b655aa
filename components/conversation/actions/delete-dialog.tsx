'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface DeleteDialogProps {
  items: readonly ConversationItem[];
  /** Of the other person; null for notes to oneself. */
  name: string | null;
  onDelete: (scope: 'everyone' | 'me') => void;
  onClose: () => void;
}

/** Asks for whom, and says what that means, because it cannot be undone. */
export function DeleteDialog({ items, name, onDelete, onClose }: DeleteDialogProps) {
  const words = useAllMessages();
  const { actions } = words;
  const isUnsent = items.every(({ seq }) => seq === null);
  const canForEveryone =
    name !== null && items.every(({ status, deleted }) => status !== null && !deleted);
  // What nobody else has seen, or can see, is only ever deleted as a whole.
  const isForAll = isUnsent || name === null;
  return (
    <DialogFrame
      isOpen
      onClose={onClose}
      title={actions.deleteTitle(items.length)}
      kind="card"
      showTitle
    >
      <div className="flex flex-col gap-4 p-5">
        {isForAll && <p>{actions.deleteOwnHint}</p>}
        {!isForAll && canForEveryone && <p>{actions.deleteEveryoneHint(name)}</p>}
        {!isForAll && <p>{actions.deleteMeHint(name)}</p>}
        <div className="flex flex-col gap-2">
          {isForAll && (
            <Button variant="danger" onClick={() => onDelete(isUnsent ? 'everyone' : 'me')}>
              {actions.delete}
            </Button>
          )}
          {!isForAll && canForEveryone && (
            <Button variant="danger" onClick={() => onDelete('everyone')}>
              {actions.forEveryone}
            </Button>
          )}
          {!isForAll && (
            <Button variant="danger" onClick={() => onDelete('me')}>
              {actions.forMe}
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}
