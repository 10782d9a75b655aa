'use client';

import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { TextField } from '@/components/ui/text-field';
import type { FormState } from '@/lib/shared/form-state';

interface TokenFieldProps {
  /** Of the form's fields: `reset` makes the id `reset-token`. */
  idPrefix: string;
  /** Of the link that was opened; null where it is to be entered, as a code. */
  token: string | null;
  state: FormState;
}

/** The secret of a link that was sent by mail: carried along, or entered. */
export function TokenField({ idPrefix, token, state }: TokenFieldProps) {
  const words = useAllMessages();
  if (token !== null) return <input type="hidden" name="token" value={token} />;
  return (
    <TextField
      id={`${idPrefix}-token`}
      name="token"
      label={words.auth.code}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      required
      error={translateProblem(words, state.problems?.token)}
      answer={state}
    />
  );
}
