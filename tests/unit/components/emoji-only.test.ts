import { expect, test } from 'vitest';
import { isEmojiOnly } from '@/components/conversation/message/emoji-only';

test.each(['😍', '👍🏽', '👨‍👩‍👧‍👦', '🇸🇪', '❤️', '3️⃣', ' 🎉 🎉 🎉 '])('%s is shown large', (text) => {
  expect(isEmojiOnly(text)).toBe(true);
});

test.each(['', ' ', '1', '#', '©', 'ok 👍', '🎉🎉🎉🎉', '123'])('"%s" is shown as text', (text) => {
  expect(isEmojiOnly(text)).toBe(false);
});
