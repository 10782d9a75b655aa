'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';

interface BlockDialogProps {
  name: string;
  onBlock: () => Promise<void>;
  onClose: () => void;
}

/** Says what a block does before it does it. */
export function BlockDialog({ name, onBlock, onClose }: BlockDialogProps) {
  const words = useAllMessages();
  const { settings: texts } = words;
  const [state, setState] = useState<'asking' | 'blocking' | 'refused'>('asking');
  const block = async () => {
    setState('blocking');
    try {
      await onBlock();
      onClose();
    } catch {
      setState('refused');
    }
  };
  return (
    <DialogFrame isOpen onClose={onClose} title={texts.blockTitle(name)} kind="card" showTitle>
      <div className="flex flex-col gap-4 p-5">
        <p>{texts.blockHint}</p>
        <p role="alert" className="text-danger empty:hidden">
          {state === 'refused' && texts.refused}
        </p>
        <div className="flex flex-col gap-2">
          <Button variant="danger" isPending={state === 'blocking'} onClick={() => void block()}>
            {texts.blockNow}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}
