'use client';

import CircleAlert from 'lucide-react/icons/circle-alert';
import { useEffect, useRef } from 'react';
import { translateError, translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { FormState } from '@/lib/shared/form-state';

interface FormSummaryProps {
  state: FormState;
  /** The label of each input by its name, in the order of the form. */
  labels: Record<string, string>;
  idPrefix: string;
}

/** Says once what was wrong in all fields; moves the focus to the first one. */
export function FormSummary({ state, labels, idPrefix }: FormSummaryProps) {
  const words = useAllMessages();
  const box = useRef<HTMLDivElement>(null);
  const bad = Object.keys(labels).filter((name) => state.problems?.[name]);
  const first = bad[0];

  // A new state object means a new answer, even when it says the same again.
  useEffect(() => {
    if (!state.failure) return;
    const field = first ? document.getElementById(`${idPrefix}-${first}`) : null;
    (field ?? box.current)?.focus();
  }, [state, first, idPrefix]);

  if (!state.failure) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="flex gap-3 rounded-control bg-danger-soft p-3 text-danger"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="flex flex-col gap-1">
        <p className="font-medium">
          {bad.length > 0 ? words.auth.summary : translateError(words, state.failure)}
        </p>
        {state.openAt && (
          <a href={state.openAt} dir="ltr" className="underline underline-offset-2 wrap-anywhere">
            {state.openAt}
          </a>
        )}
        {bad.length > 0 && (
          <ul className="list-disc ps-4">
            {bad.map((name) => (
              <li key={name}>
                <a href={`#${idPrefix}-${name}`} className="underline underline-offset-2">
                  {labels[name]}
                </a>{' '}
                <span>{translateProblem(words, state.problems?.[name])}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
