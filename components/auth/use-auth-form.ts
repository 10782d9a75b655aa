'use client';

import { unstable_rethrow } from 'next/navigation';
import { type FormEvent, useActionState, useState, useTransition } from 'react';
import type { FormState } from '@/lib/shared/form-state';

export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>;

/**
 * A form that a server action answers. Everything typed stays after any refusal, the password
 * included, and also when the server cannot be reached. Before its script has come, and without
 * scripts, the browser sends the form by itself. `attempt` runs another way to the same end, whose
 * answer the form shows. `isKept` says that the page still holds what was typed for the answer shown.
 */
export function useAuthForm(action: FormAction) {
  const [stateOfPage, actionOfPage] = useActionState(action, {});
  const [state, setState] = useState<FormState | null>(null);
  const [isPending, startTransition] = useTransition();
  const shown = state ?? stateOfPage;

  const attempt = (run: () => Promise<FormState>) =>
    startTransition(async () => {
      try {
        setState(await run());
      } catch (error) {
        // Next reports a redirect as an error, too.
        unstable_rethrow(error);
        setState({ failure: { code: 'unavailable' } });
      }
    });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    // React empties a form that it sends itself.
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    attempt(() => action(shown, data));
  };
  // One sent before its script came is answered by React, which would empty it afterwards.
  const onReset = (event: FormEvent<HTMLFormElement>) => event.preventDefault();
  return {
    state: shown,
    isPending,
    isKept: state !== null,
    attempt,
    form: { action: actionOfPage, onSubmit, onReset },
  };
}
