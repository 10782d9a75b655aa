'use client';

import { useWords } from '@/components/i18n/words-provider';
import { Invitation } from '@/components/people/invitation';

/** An empty house is no dead end: here is the link that fills it, on wide screens beside this. */
export function NobodyYet() {
  const words = useWords();
  return (
    <div className="flex flex-col gap-5 px-4 py-8">
      <p className="text-center text-title font-semibold text-balance">{words.people.nobody}</p>
      <div className="md:hidden">
        <Invitation isCodeShown />
      </div>
    </div>
  );
}
