'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';

interface DeletePersonDialogProps {
  account: AccountDto;
  /** Resolves with whether it was done. */
  onDelete: () => Promise<boolean>;
  onClose: () => void;
}

/** Says what goes with an account before it is deleted. */
export function DeletePersonDialog({ account, onDelete, onClose }: DeletePersonDialogProps) {
  const words = useAllMessages();
  const texts = words.administration;
  const [isDeleting, setIsDeleting] = useState(false);
  const remove = async () => {
    setIsDeleting(true);
    await onDelete();
    // A refusal is said on the page.
    onClose();
  };
  return (
    <DialogFrame
      isOpen
      onClose={onClose}
      title={texts.deleteTitle(account.fullName)}
      kind="card"
      showTitle
    >
      <div className="flex flex-col gap-4 p-5">
        <p dir="ltr" className="text-start font-medium wrap-anywhere">
          {account.email}
        </p>
        <p>{texts.deleteHint}</p>
        <div className="flex flex-col gap-2">
          <Button variant="danger" isPending={isDeleting} onClick={() => void remove()}>
            {words.profile.deleteAccountConfirm}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}
