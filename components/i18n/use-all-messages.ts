'use client';

import { type AllWords, allEnglish } from '@/components/i18n/all-english';
import { useOtherLanguage } from '@/components/i18n/messages-provider';

/** Every word of the reader's language. Not for the first screens: English words would come with them. */
export function useAllMessages(): AllWords {
  return useOtherLanguage() ?? allEnglish;
}
