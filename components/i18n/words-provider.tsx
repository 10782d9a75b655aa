'use client';

import { createContext, type ReactNode, use } from 'react';
import { en, type Words } from '@/components/i18n/en';
import type { Language } from '@/components/i18n/languages';
import { loadWords } from '@/components/i18n/load-words';

const WordsContext = createContext<Words>(en);

/** Gives everything below it the words of one language. */
export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = language === 'en' ? en : use(loadWords(language));
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** Every word of the reader's language. */
export function useWords(): Words {
  return use(WordsContext);
}
