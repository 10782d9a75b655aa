'use client';

import type { ComponentProps, ReactNode } from 'react';
import { CONTROL_CLASS, describedBy, Field } from '@/components/ui/field';
import { useFreshError } from '@/components/ui/use-fresh-error';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  id: string;
  label: string;
  note?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  /** The answer the error came with; another one each time. */
  answer?: unknown;
}

export function TextField({ id, label, note, hint, error: said, answer, ...rest }: TextFieldProps) {
  const { error, onInput } = useFreshError(said, answer);
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <input
        {...rest}
        onInput={onInput}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={CONTROL_CLASS}
      />
    </Field>
  );
}

interface TextAreaFieldProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  id: string;
  label: string;
  note?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  /** The answer the error came with; another one each time. */
  answer?: unknown;
}

export function TextAreaField({
  id,
  label,
  note,
  hint,
  error: said,
  answer,
  ...rest
}: TextAreaFieldProps) {
  const { error, onInput } = useFreshError(said, answer);
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <textarea
        {...rest}
        onInput={onInput}
        id={id}
        dir="auto"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={`${CONTROL_CLASS} field-sizing-content max-h-60 resize-none`}
      />
    </Field>
  );
}
