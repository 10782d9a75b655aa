'use client';

import KeyRound from 'lucide-react/icons/key-round';
import type { MouseEvent } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';

interface PasskeyButtonProps {
  label: string;
  isPending: boolean;
  /** Whether it is this button's doing that the form is pending. */
  isAsking: boolean;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** A way in or on by a passkey, beside the form's own button. */
export function PasskeyButton({ label, isPending, isAsking, onClick }: PasskeyButtonProps) {
  const words = useAllMessages();
  return (
    <Button variant="secondary" className="w-full" isPending={isPending} onClick={onClick}>
      {!isPending && <KeyRound className="size-4" aria-hidden="true" />}
      <span>{isAsking && isPending ? words.passkeys.waiting : label}</span>
    </Button>
  );
}
