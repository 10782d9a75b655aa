import { useCallback, useState } from 'react';
import { keepFormDraft, readFormDraft } from '@/lib/client/drafts/form-drafts';
import { useMe } from '@/lib/client/hooks/people/use-me';

/**
 * A form's unsent changes, or null: kept while its page is left, and never shown to somebody else. Takes
 * the form's name, which no other form has.
 */
export function useFormDraft<T>(
  name: string,
): [draft: T | null, setDraft: (draft: T | null) => void] {
  const key = `${useMe()._id}:${name}`;
  const [draft, setShown] = useState<T | null>(() => readFormDraft<T>(key));
  const setDraft = useCallback(
    (next: T | null) => {
      keepFormDraft(key, next);
      setShown(next);
    },
    [key],
  );
  return [draft, setDraft];
}
