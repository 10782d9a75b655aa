'use client';

import KeyRound from 'lucide-react/icons/key-round';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CurrentPasswordField } from '@/components/profile/account/current-password-field';
import type { ProofSource } from '@/components/profile/account/use-proof';
import { Button } from '@/components/ui/button';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { ApiError } from '@/lib/client/transport/api-error';

interface ProofFieldProps {
  id: string;
  proof: ProofSource;
  /** How the last attempt was refused. */
  error: ApiError | null;
}

/**
 * Asks again who one is: for the password, or in its place for a passkey. Shows nothing to those without a
 * password, whom a passkey, or a session that has just begun, speaks for.
 */
export function ProofField({ id, proof, error }: ProofFieldProps) {
  const words = useAllMessages();
  const me = useMe();
  if (!proof.hasPassword) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      {/* Tells password managers whose password this is. */}
      <input type="email" autoComplete="username" value={me.email} readOnly hidden />
      <div className="w-full">
        <CurrentPasswordField id={id} error={error} />
      </div>
      {proof.hasPasskeys && (
        <Button
          variant="ghost"
          className="-ms-4"
          onClick={(event) => proof.sendByPasskey(event.currentTarget.form)}
        >
          <KeyRound className="size-4" aria-hidden="true" />
          <span>{words.passkeys.confirmInstead}</span>
        </Button>
      )}
    </div>
  );
}
