'use client';

import { createContext, type ReactNode, use } from 'react';
import { en, type Words } from '@/components/i18n/en';
import type { Language } from '@/components/i18n/languages';
import { loadMessages } from '@/components/i18n/load-messages';

const WordsContext = createContext<Words>(en);

/** Gives everything below it the words of one language. */
export function MessagesProvider({
  language,
  children,
}: {
  language: Language;
  children: ReactNode;
}) {
  const words = language === 'en' ? en : use(loadMessages(language));
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** Every word of the reader's language. */
export function useMessages(): Words {
  return use(WordsContext);
}
