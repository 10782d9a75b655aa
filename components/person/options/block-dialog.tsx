'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

interface BlockDialogProps {
  name: string;
  onBlock: () => Promise<void>;
  onClose: () => void;
}

/** Says what a block does before it does it. */
export function BlockDialog({ name, onBlock, onClose }: BlockDialogProps) {
  const { settings: texts } = useAllMessages();
  return (
    <ConfirmDialog
      title={texts.blockTitle(name)}
      confirmLabel={texts.blockNow}
      refused={texts.refused}
      onConfirm={onBlock}
      onClose={onClose}
    >
      <p>{texts.blockHint}</p>
    </ConfirmDialog>
  );
}
