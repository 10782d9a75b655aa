'use client';

import { useEffect } from 'react';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { TextField } from '@/components/ui/text-field';
import type { FormState } from '@/lib/shared/form-state';

interface SecondFactorFieldProps {
  id: string;
  state: Pick<FormState, 'problems'> | null;
  /** While it is set up: only the app itself shows that it has the key. */
  isFirst?: boolean;
}

/** Asks for the code of an authenticator app, or for a recovery code in its place. */
export function SecondFactorField({ id, state, isFirst = false }: SecondFactorFieldProps) {
  const words = useAllMessages();
  // It comes as the next step, in place of what had the focus.
  useEffect(() => document.getElementById(id)?.focus(), [id]);
  return (
    <TextField
      id={id}
      name="code"
      label={words.secondFactor.code}
      hint={isFirst ? undefined : words.secondFactor.codeHint}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      required
      error={translateProblem(words, state?.problems?.code)}
      answer={state}
    />
  );
}
