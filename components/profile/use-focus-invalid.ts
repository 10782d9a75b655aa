'use client';

import { type RefObject, useEffect } from 'react';
import type { ApiError } from '@/lib/client/transport/api-error';

/** After a refusal, moves the focus to the first field that has to be changed. */
export function useFocusInvalid(form: RefObject<HTMLFormElement | null>, error: ApiError | null) {
  useEffect(() => {
    if (!error) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, error]);
}
