'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { AccountDto } from '@/lib/shared/accounts/admin-schemas';

interface DeletePersonDialogProps {
  account: AccountDto;
  /** Resolves with whether it was done; a refusal is said on the page. */
  onDelete: () => Promise<boolean>;
  onClose: () => void;
}

/** Says what goes with an account before it is deleted. */
export function DeletePersonDialog({ account, onDelete, onClose }: DeletePersonDialogProps) {
  const words = useAllMessages();
  const texts = words.administration;
  return (
    <ConfirmDialog
      title={texts.deleteTitle(account.fullName)}
      confirmLabel={words.profile.deleteAccountConfirm}
      onConfirm={onDelete}
      onClose={onClose}
    >
      <p dir="ltr" className="text-start font-medium wrap-anywhere">
        {account.email}
      </p>
      <p>{texts.deleteHint}</p>
    </ConfirmDialog>
  );
}
