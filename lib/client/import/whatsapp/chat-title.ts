import { fold } from '@/lib/shared/text';

/** `WhatsApp Chat with`, `WhatsApp Chat - ` and the like. */
const PREFIX = /^(?:\p{L}+ )?WhatsApp[ -]Chats?(?: - | with | mit | con | avec | com | met )/iu;
/** What iOS calls every chat. */
const NO_NAME = '_chat';

/** For comparing with a file's name, which cannot hold all signs. */
const wordsOf = (text: string) =>
  ` ${fold(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '))} `.replace(/ +/g, ' ');

/**
 * Whom a chat is with, from the names of its file and folder. Their other words are of the phone's
 * language, so the name is found by who wrote. null where they do not tell.
 */
export function chatTitle(names: readonly string[], senders: readonly string[]): string | null {
  const telling = names.filter((name) => name !== NO_NAME);
  for (const name of telling) {
    const words = wordsOf(name.replace(/ ?\(\d+\)$/, ''));
    const isIn = (sender: string) => wordsOf(sender) !== ' ' && words.includes(wordsOf(sender));
    // Not every language puts spaces around a name.
    const isWithin = (sender: string) =>
      wordsOf(sender) !== ' ' && words.includes(wordsOf(sender).trim());
    const found = senders.filter(isIn);
    const [only, ...others] = found.length > 0 ? found : senders.filter(isWithin);
    if (only && others.length === 0) return only;
  }
  const prefixed = telling.find((name) => PREFIX.test(name));
  return prefixed?.replace(PREFIX, '').trim() || null;
}
