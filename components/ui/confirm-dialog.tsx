'use client';

import { type ReactNode, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';

interface ConfirmDialogProps {
  title: string;
  /** What it does, or takes away. */
  children: ReactNode;
  confirmLabel: string;
  /** Said where it rejects. */
  refused?: string;
  /** The dialog closes once it has resolved. */
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before what cannot be taken back, or is hard to others. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, refused, onConfirm, onClose } = props;
  const words = useAllMessages();
  const [state, setState] = useState<'asking' | 'pending' | 'refused'>('asking');
  const confirm = async () => {
    setState('pending');
    try {
      await onConfirm();
      onClose();
    } catch {
      setState('refused');
    }
  };
  return (
    <DialogFrame isOpen onClose={onClose} title={title} kind="card" showTitle>
      <div className="flex flex-col gap-4 p-5">
        {children}
        <p role="alert" className="text-danger empty:hidden">
          {state === 'refused' && refused}
        </p>
        <div className="flex flex-col gap-2">
          <Button variant="danger" isPending={state === 'pending'} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}
