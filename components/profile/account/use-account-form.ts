'use client';

import { type FormEvent, useRef, useState } from 'react';
import { useFocusInvalid } from '@/components/profile/use-focus-invalid';
import { ApiError } from '@/lib/client/transport/api-error';

/**
 * A form of one's account: `submit` sends what it holds and answers what to say then, if anything; the
 * form is emptied. After a refusal everything typed stays. `form` are the form's attributes.
 */
export function useAccountForm(submit: (data: FormData) => Promise<string | undefined>) {
  const ref = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [success, setSuccess] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  useFocusInvalid(ref, error);

  const send = async (data: FormData) => {
    setIsPending(true);
    setError(null);
    setSuccess(null);
    try {
      const said = await submit(data);
      ref.current?.reset();
      setSuccess(said ?? null);
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
    }
    setIsPending(false);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(new FormData(event.currentTarget));
  };
  const form = { ref, onSubmit, method: 'post', noValidate: true } as const;
  return { form, error, success, isPending };
}

/** A field of a form as text; "" where there is none. */
export const textOf = (data: FormData, name: string): string => String(data.get(name) ?? '');
