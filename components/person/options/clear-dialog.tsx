'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';

interface ClearDialogProps {
  /** Of the other person; null for the notes to oneself. */
  name: string | null;
  onClear: () => Promise<void>;
  onClose: () => void;
}

/** Says for whom a conversation is cleared before it is, as it cannot be taken back. */
export function ClearDialog({ name, onClear, onClose }: ClearDialogProps) {
  const words = useAllMessages();
  const { settings: texts } = words;
  const [state, setState] = useState<'asking' | 'clearing' | 'refused'>('asking');
  const clear = async () => {
    setState('clearing');
    try {
      await onClear();
      onClose();
    } catch {
      setState('refused');
    }
  };
  return (
    <DialogFrame isOpen onClose={onClose} title={texts.clearTitle} kind="card" showTitle>
      <div className="flex flex-col gap-4 p-5">
        <p>{name === null ? texts.clearNotesHint : texts.clearHint(name)}</p>
        <p role="alert" className="text-danger empty:hidden">
          {state === 'refused' && texts.refused}
        </p>
        <div className="flex flex-col gap-2">
          <Button variant="danger" isPending={state === 'clearing'} onClick={() => void clear()}>
            {texts.clearNow}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}
