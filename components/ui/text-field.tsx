import type { ComponentProps, ReactNode } from 'react';
import { CONTROL_CLASS, describedBy, Field } from '@/components/ui/field';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  id: string;
  label: string;
  note?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
}

export function TextField({ id, label, note, hint, error, ...rest }: TextFieldProps) {
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <input
        {...rest}
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
}

export function TextAreaField({ id, label, note, hint, error, ...rest }: TextAreaFieldProps) {
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <textarea
        {...rest}
        id={id}
        dir="auto"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={`${CONTROL_CLASS} field-sizing-content max-h-60 resize-none`}
      />
    </Field>
  );
}
