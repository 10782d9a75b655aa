'use client';

import ArrowUp from 'lucide-react/icons/arrow-up';
import { useMessages } from '@/components/i18n/messages-provider';

interface SendButtonProps {
  isDisabled: boolean;
  /** Whether it changes a message that was sent already. */
  isEdit: boolean;
}

export function SendButton({ isDisabled, isEdit }: SendButtonProps) {
  const words = useMessages();
  return (
    <button
      type="submit"
      aria-label={isEdit ? words.composer.saveEdit : words.composer.send}
      disabled={isDisabled}
      className="group flex size-11 shrink-0 items-center justify-center rounded-full"
    >
      <span className="flex size-8 items-center justify-center rounded-full bg-accent-solid text-on-accent transition-colors group-hover:bg-accent-solid-hover group-disabled:bg-transparent group-disabled:text-muted">
        <ArrowUp className="size-5" aria-hidden="true" />
      </span>
    </button>
  );
}
