'use client';

import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { type ComponentProps, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CONTROL_CLASS, describedBy, Field } from '@/components/ui/field';
import { useFreshError } from '@/components/ui/use-fresh-error';

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'type'> {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** The answer the error came with; another one each time. */
  answer?: unknown;
}

/** A password with a button that shows what was typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { id, label, hint, error: said, answer, ...rest } = props;
  const words = useAllMessages();
  const { error, onInput } = useFreshError(said, answer);
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className="relative">
        <input
          {...rest}
          onInput={onInput}
          id={id}
          type={isShown ? 'text' : 'password'}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={`${CONTROL_CLASS} pe-12`}
        />
        <button
          type="button"
          aria-label={isShown ? words.auth.hidePassword : words.auth.showPassword}
          aria-controls={id}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 end-0 flex w-11 items-center justify-center rounded-control text-muted hover:text-ink"
        >
          <Icon className="size-4.5" aria-hidden="true" />
        </button>
      </div>
    </Field>
  );
}
