import type { ReactNode } from 'react';

interface FieldProps {
  id: string;
  label: string;
  /** Small words after the label, such as "optional". */
  note?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}

/** The ids a field's control names in `aria-describedby`. */
export function describedBy(id: string, { hint, error }: { hint?: unknown; error?: unknown }) {
  return (
    [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined
  );
}

export const CONTROL_CLASS =
  'block w-full min-h-11 rounded-control bg-surface px-3 py-2 text-base text-ink ring-1 ring-inset ring-control/70 transition-shadow ' +
  'hover:ring-control [&:read-only:not(select)]:bg-sunken [&:read-only:not(select)]:text-muted [&:read-only:not(select)]:ring-line focus:outline-2 focus:-outline-offset-1 focus:outline-accent aria-invalid:ring-danger aria-invalid:ring-2';

/** Reasons continue the name of the field ("is required") where a language lets them. */
function asSentence(label: string, reason: string): string {
  return /^\p{Ll}/u.test(reason) ? `${label} ${reason}.` : reason;
}

/** Label, control, hint and error, tied together by `id`. */
export function Field({ id, label, note, hint, error, children }: FieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        <span>{label}</span>
        {note && <span className="font-normal text-muted">{` (${note})`}</span>}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm text-danger">
          {asSentence(label, error)}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-meta text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
