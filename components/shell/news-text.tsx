'use client';

import type { AllWords } from '@/components/i18n/all-english';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { Announcement } from '@/lib/client/store/store';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import { plainText } from '@/lib/shared/formatting/plain-text';

/** Not read out, but makes a repeated text a new announcement. */
const UNHEARD = '\u00a0';
/** More is not listened to: the message itself says the rest. */
const TEXT_MAX_CHARACTERS = 240;

/** What has happened, as it is said aloud. */
export function NewsText({ news }: { news: Announcement }) {
  return wordsOf(news, useAllMessages()) + UNHEARD.repeat(news.number % 2);
}

function wordsOf(news: Announcement, words: AllWords): string {
  if (news.kind === 'refused-reaction') return words.news.reactionRefused;
  const { name, message } = news;
  const carried = message.file
    ? fileBriefText(message.file, words.people.voice)
    : message.image && words.people.photo;
  const what = [carried, cut(plainText(message.text))].filter(Boolean).join(': ');
  if (news.kind === 'reaction') return words.news.reactedTo(name ?? '', news.emoji, what);
  return `${name ? words.news.messageFrom(name) : words.news.messageCame}: ${what}`;
}

function cut(text: string): string {
  const characters = [...text];
  if (characters.length <= TEXT_MAX_CHARACTERS) return text;
  return `${characters.slice(0, TEXT_MAX_CHARACTERS).join('')}…`;
}
