import { cookies, headers } from 'next/headers';
import type { AllWords } from '@/components/i18n/all-english';
import {
  LANGUAGE_COOKIE,
  type Language,
  negotiateLanguage,
  parseLanguage,
} from '@/components/i18n/languages';
import { loadAllMessages } from '@/components/i18n/load-all-messages';

/** The language of the request: the reader's own choice, else what their browser asks for. */
export async function getLanguage(): Promise<Language> {
  const chosen = parseLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value);
  return chosen ?? negotiateLanguage((await headers()).get('accept-language'));
}

/** The words of the request's language, for what the server renders by itself. */
export async function getMessages(): Promise<AllWords> {
  return loadAllMessages(await getLanguage());
}
