import { expect, test } from 'vitest';
import { doesEnterSend, isSendKey } from '@/components/conversation/composer/enter-key';

const NO_MODIFIERS = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
const press = (key: string, modifiers: Partial<typeof NO_MODIFIERS> = {}) => ({
  key,
  ...NO_MODIFIERS,
  ...modifiers,
});

test('Enter sends on a keyboard and breaks on touch, unless chosen otherwise', () => {
  expect(doesEnterSend('automatic', false)).toBe(true);
  expect(doesEnterSend('automatic', true)).toBe(false);
  for (const isTouch of [true, false]) {
    expect(doesEnterSend('always', isTouch)).toBe(true);
    expect(doesEnterSend('never', isTouch)).toBe(false);
  }
});

test('Ctrl or ⌘ with Enter always sends; Shift or Alt with Enter never does', () => {
  for (const enterSends of [true, false]) {
    expect(isSendKey(press('Enter'), enterSends)).toBe(enterSends);
    expect(isSendKey(press('Enter', { ctrlKey: true }), enterSends)).toBe(true);
    expect(isSendKey(press('Enter', { metaKey: true }), enterSends)).toBe(true);
    expect(isSendKey(press('Enter', { shiftKey: true }), enterSends)).toBe(false);
    expect(isSendKey(press('Enter', { altKey: true }), enterSends)).toBe(false);
    expect(isSendKey(press('a', { ctrlKey: true }), enterSends)).toBe(false);
  }
});
