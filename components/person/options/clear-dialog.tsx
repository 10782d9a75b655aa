'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

interface ClearDialogProps {
  /** Of the other person; null for the notes to oneself. */
  name: string | null;
  onClear: () => Promise<void>;
  onClose: () => void;
}

/** Says for whom a conversation is cleared before it is, as it cannot be taken back. */
export function ClearDialog({ name, onClear, onClose }: ClearDialogProps) {
  const { settings: texts } = useAllMessages();
  return (
    <ConfirmDialog
      title={texts.clearTitle}
      confirmLabel={texts.clearNow}
      refused={texts.refused}
      onConfirm={onClear}
      onClose={onClose}
    >
      <p>{name === null ? texts.clearNotesHint : texts.clearHint(name)}</p>
    </ConfirmDialog>
  );
}
