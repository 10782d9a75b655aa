import { expect, test } from 'vitest';
import { allEnglish } from '@/components/i18n/all-english';
import { ar } from '@/components/i18n/ar';
import { de } from '@/components/i18n/de';
import { createIsolate } from '@/components/i18n/isolate';

test('a name that could turn the sentence around is isolated from it', () => {
  const own = createIsolate('ltr');
  expect(own('Ann (HR)')).toBe('Ann (HR)');
  expect(own('ليلى')).toBe('\u2068ليلى\u2069');
  expect(own('דנה')).toBe('\u2068דנה\u2069');
  expect(own('Ann\u202egnp.exe')).toBe('\u2068Ann\u202egnp.exe\u2069');
  expect(createIsolate('rtl')('Ann (HR)')).toBe('\u2068Ann (HR)\u2069');
});

const NAMES = { en: 'ليلى (HR)', de: 'ليلى (HR)', ar: 'Ann (HR)' };

test.each([
  { language: 'en', words: allEnglish, name: NAMES.en },
  { language: 'de', words: de, name: NAMES.de },
  { language: 'ar', words: ar, name: NAMES.ar },
])('every sentence with a name in it isolates the name ($language)', ({ words, name }) => {
  const sentences = [
    words.people.noBio(name),
    words.people.noResults(name),
    words.people.pictureOf(name),
    words.chat.emptyTitle(name),
    words.chat.imageFrom(name, '14:05'),
    words.news.messageFrom(name),
    words.news.reactedTo(name, '👍', 'Six'),
    words.actions.replyTo(name),
    words.actions.forwardedTo(name, 2),
    words.actions.deleteEveryoneHint(name),
    words.actions.deleteMeHint(name),
    words.actions.openConversation(name),
    words.composer.placeholder(name),
    words.composer.drop(name),
    words.composer.removeImage(name),
    words.composer.refused(name, ''),
    words.composer.stilled(name),
    words.emoji.noResults(name),
    words.notifications.unseenFrom(name, 2),
    words.crop.cannotShow(name),
    words.profile.endSession(name),
  ];
  for (const sentence of sentences) expect(sentence).toContain(`\u2068${name}\u2069`);
});

test('no sentence opens an isolate that it does not close', () => {
  for (const words of [allEnglish, de, ar]) {
    const sentence = words.chat.emptyTitle('ليلى');
    expect(sentence.split('\u2068').length).toBe(sentence.split('\u2069').length);
  }
});
