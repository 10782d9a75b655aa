import { type AllWords, allEnglish } from '@/components/i18n/all-english';
import type { Language } from '@/components/i18n/languages';
import { loadMessages } from '@/components/i18n/load-messages';

/** Every word of a language, English too; not for the first screens. */
export async function loadAllMessages(language: Language): Promise<AllWords> {
  return (language === 'en' ? null : await loadMessages(language)) ?? allEnglish;
}
