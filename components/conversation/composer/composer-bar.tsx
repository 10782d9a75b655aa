'use client';

import Pencil from 'lucide-react/icons/pencil';
import Reply from 'lucide-react/icons/reply';
import X from 'lucide-react/icons/x';
import { DeleteDialog } from '@/components/conversation/actions/delete-dialog';
import { quotedText } from '@/components/conversation/message-parts/quoted-text';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useIsSelf } from '@/components/person/use-person-name';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface ComposerBarProps {
  userId: string;
  item: ConversationItem;
  isEdit: boolean;
  /** Of the other person. */
  name: string;
  /** Whether a change leaves nothing of the message. */
  isEmptied: boolean;
  onRemove: (item: ConversationItem, scope: 'everyone' | 'me') => void;
  onCancel: () => void;
}

/** Says above the text which message is answered, or changed. */
export function ComposerBar(props: ComposerBarProps) {
  const { userId, item, isEdit, name, isEmptied, onRemove, onCancel } = props;
  const words = useAllMessages();
  const { actions } = words;
  const isSelf = useIsSelf(userId);
  const replyTitle = item.status === null ? actions.replyTo(name) : actions.replyToSelf;
  const text = quotedText(
    {
      text: item.text,
      hasImage: item.image !== null,
      file: item.file ?? undefined,
      deletedAt: null,
    },
    words,
  );
  const Icon = isEdit ? Pencil : Reply;
  return (
    <div className="flex animate-fade-in items-center gap-3 ps-4 pt-1 pe-0">
      <Icon className="size-4 shrink-0 text-accent rtl:-scale-x-100" aria-hidden="true" />
      <div role="status" className="min-w-0 flex-1 border-s-2 border-accent ps-3 text-sm">
        <p className="truncate font-medium text-accent">{isEdit ? actions.editing : replyTitle}</p>
        <p dir="auto" className="truncate text-muted">
          {text}
        </p>
      </div>
      <button
        type="button"
        aria-label={isEdit ? actions.cancelEdit : actions.cancelReply}
        title={isEdit ? actions.cancelEdit : actions.cancelReply}
        onClick={onCancel}
        className={ICON_BUTTON_CLASS}
      >
        <X className="size-5" aria-hidden="true" />
      </button>
      {isEmptied && (
        <DeleteDialog
          items={[item]}
          name={isSelf ? null : name}
          onDelete={(scope) => {
            onRemove(item, scope);
            onCancel();
          }}
          onClose={onCancel}
        />
      )}
    </div>
  );
}
