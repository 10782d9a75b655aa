'use client';

import { useEffect, useState } from 'react';
import useSWR from 'swr';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { toApiError } from '@/lib/client/transport/envelope';
import { importClient } from '@/lib/client/transport/import-client';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

/** While the server is at work on it. */
const ASK_AGAIN_MS = 2_000;

/**
 * The history that is, or is to be, in the conversation with a person: null for none, undefined until
 * it is known. Asked again when the conversation's settings change, as they do with its state.
 */
export function useImport({ _id, settingsAt }: Pick<PersonRow, '_id' | 'settingsAt'>) {
  const { data, error, mutate } = useSWR(
    ['import', _id, settingsAt] as const,
    ([, userId]) => importClient.find(userId),
    { keepPreviousData: true },
  );
  // The library's own timer stops where settings of another time have the same answer.
  const isMoving = data?.state === 'accepted' || data?.state === 'removing';
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => void mutate(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving, mutate]);
  return { found: data, hasFailed: Boolean(error) && data === undefined, mutate };
}

export type ImportView = ReturnType<typeof useImport>;

export type ImportAct = 'accept' | 'remove';

/** What may be done with a history that is there, and how that goes. */
export function useImportActs(mutate: ImportView['mutate']) {
  const words = useAllMessages();
  const [pending, setPending] = useState<ImportAct | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  /** Returns what is left of it; undefined where it was refused, which is said. */
  const run = async (act: ImportAct, importId: string) => {
    setPending(act);
    setFailure(null);
    let left: ImportDto | null | undefined;
    try {
      left = await importClient[act](importId);
      await mutate(left, { revalidate: false });
    } catch (thrown) {
      setFailure(translateError(words, toApiError(thrown)));
      // Somebody may have been faster, here or elsewhere.
      await mutate().catch(() => undefined);
    }
    setPending(null);
    return left;
  };
  return { pending, failure, run };
}
