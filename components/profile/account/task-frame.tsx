'use client';

import type { ReactNode } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { useAccountForm } from '@/components/profile/account/use-account-form';
import { FormResult } from '@/components/profile/form-result';
import { Button } from '@/components/ui/button';

interface TaskFrameProps {
  account: ReturnType<typeof useAccountForm>;
  onCancel: () => void;
  submitLabel: string;
  isDanger?: boolean;
  children: ReactNode;
}

/** A form of a dialog: what it holds, how it ended, and its two buttons. */
export function TaskFrame(props: TaskFrameProps) {
  const { account, onCancel, submitLabel, isDanger = false, children } = props;
  const words = useAllMessages();
  return (
    <form {...account.form} className="flex flex-col gap-5 p-5 pt-4">
      {children}
      <FormResult success={null} error={account.error} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button variant="secondary" onClick={onCancel}>
          {words.common.cancel}
        </Button>
        <Button
          type="submit"
          variant={isDanger ? 'danger' : 'primary'}
          isPending={account.isPending}
        >
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
