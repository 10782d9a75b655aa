'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import {
  LANGUAGE_CODES,
  LANGUAGE_COOKIE,
  LANGUAGES,
  type Language,
} from '@/components/i18n/languages';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CONTROL_CLASS } from '@/components/ui/field';

import { writeCookie } from '@/components/ui/write-cookie';

/** The language of the words: the browser's, or one chosen here and remembered by this browser. */
export function LanguageChoice({ initial }: { initial: Language | null }) {
  const words = useAllMessages();
  const router = useRouter();
  const id = useId();
  const [chosen, setChosen] = useState<Language | ''>(initial ?? '');
  const choose = (code: string) => {
    setChosen(LANGUAGE_CODES.find((each) => each === code) ?? '');
    writeCookie(LANGUAGE_COOKIE, code);
    // The page's language, direction and dates come from the server.
    router.refresh();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {words.profile.language}
      </label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
        className={CONTROL_CLASS}
      >
        <option value="">{words.profile.languageOfBrowser}</option>
        {LANGUAGE_CODES.map((code) => (
          <option key={code} value={code} lang={code}>
            {LANGUAGES[code].name}
          </option>
        ))}
      </select>
    </div>
  );
}
