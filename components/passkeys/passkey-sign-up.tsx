'use client';

import type { MouseEvent } from 'react';
import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { submitCredential } from '@/components/passkeys/load-passkey-client';
import { PasskeyButton } from '@/components/passkeys/passkey-button';
import { signUpWithPasskeyAction } from '@/lib/server/auth/actions';
import type { FormState } from '@/lib/shared/form-state';

interface PasskeySignUpProps {
  isPending: boolean;
  /** Runs an attempt of the form's, whose answer it shows. */
  attempt: (run: () => Promise<FormState>) => void;
}

const textOf = (data: FormData, name: string): string => String(data.get(name) ?? '');

/** Makes an account of what the form around it holds, with a passkey in place of address and password. */
export function PasskeySignUp({ isPending, attempt }: PasskeySignUpProps) {
  const words = useAllMessages();
  const [isAsking, setIsAsking] = useState(false);
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    const data = new FormData(event.currentTarget.form ?? undefined);
    const invitation = textOf(data, 'invitation');
    // Neither is asked for this way, and the password is nobody's business then.
    data.delete('email');
    data.delete('password');
    setIsAsking(true);
    attempt(() =>
      submitCredential(
        (client) =>
          client.toSignUp({
            fullName: textOf(data, 'fullName'),
            ...(invitation && { invitation }),
          }),
        (credential) => {
          data.set('credential', credential);
          return signUpWithPasskeyAction({}, data);
        },
      ),
    );
  };
  return (
    <div className="flex flex-col gap-2">
      <PasskeyButton
        label={words.passkeys.signUp}
        isPending={isPending}
        isAsking={isAsking}
        onClick={onClick}
      />
      <p className="text-center text-sm text-muted">{words.passkeys.signUpHint}</p>
    </div>
  );
}
