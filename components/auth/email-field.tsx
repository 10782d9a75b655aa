'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { TextField } from '@/components/ui/text-field';
import type { FormState } from '@/lib/shared/form-state';

interface EmailFieldProps {
  /** Of the form's fields: `login` makes the id `login-email`. */
  idPrefix: string;
  /**
   * `username` where it says who one is, with `webauthn` where passkeys are offered among what the browser
   * fills in, `email` where it is told for the first time.
   */
  autoComplete: 'username' | 'username webauthn' | 'email';
  hint?: string | undefined;
  state: FormState;
}

/** The e-mail address of a form that signs in or up; keeps what was typed when it is refused. */
export function EmailField({ idPrefix, autoComplete, hint, state }: EmailFieldProps) {
  const words = useAllMessages();
  return (
    <TextField
      id={`${idPrefix}-email`}
      name="email"
      type="email"
      label={words.auth.email}
      hint={hint}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      inputMode="email"
      required
      defaultValue={state.values?.email}
      error={translateProblem(words, state.problems?.email)}
      answer={state}
    />
  );
}
