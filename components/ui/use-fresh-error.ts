'use client';

import { useState } from 'react';

const NOTHING = {};

/**
 * An error goes once its field is changed: whether it is right now is not known until the next answer.
 * `answer` is what tells one answer from the next, also when both say the same.
 */
export function useFreshError(
  error: string | undefined,
  answer: unknown,
): { error: string | undefined; onInput: () => void } {
  const [changedSince, setChangedSince] = useState<unknown>(NOTHING);
  const key = answer ?? error;
  return {
    error: changedSince === key ? undefined : error,
    onInput: () => setChangedSince(key),
  };
}
