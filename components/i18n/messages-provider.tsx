'use client';

import { createContext, type ReactNode, use } from 'react';
import type { AllWords } from '@/components/i18n/all-english';
import { en, type Words } from '@/components/i18n/en';
import type { Language } from '@/components/i18n/languages';
import { loadMessages } from '@/components/i18n/load-messages';

/** Null is English. */
const MessagesContext = createContext<AllWords | null>(null);

/** Gives everything below it the words of one language. */
export function MessagesProvider({
  language,
  children,
}: {
  language: Language;
  children: ReactNode;
}) {
  const words = language === 'en' ? null : use(loadMessages(language));
  return <MessagesContext value={words}>{children}</MessagesContext>;
}

/** The words of the first screens in the reader's language; what is fetched on demand has `useAllMessages`. */
export function useMessages(): Words {
  return use(MessagesContext) ?? en;
}

/** Every word there is of the reader's language when that is not English; null is English. */
export function useOtherLanguage(): AllWords | null {
  return use(MessagesContext);
}
