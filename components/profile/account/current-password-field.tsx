'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { PasswordField } from '@/components/ui/password-field';
import type { ApiError } from '@/lib/client/transport/api-error';

interface CurrentPasswordFieldProps {
  id: string;
  name?: 'password' | 'currentPassword';
  /** How the last attempt was refused. */
  error: ApiError | null;
}

/** Asks again for the password, before what matters. */
export function CurrentPasswordField({ id, name = 'password', error }: CurrentPasswordFieldProps) {
  const words = useAllMessages();
  return (
    <PasswordField
      id={id}
      name={name}
      label={words.profile.currentPassword}
      autoComplete="current-password"
      required
      error={translateProblem(words, error?.problems[name])}
      answer={error}
    />
  );
}
