import { createStoredValue } from '@/lib/client/platform/stored-value';

/** What Enter does while writing; automatic: it sends where there is a keyboard, and breaks on touch. */
export const ENTER_CHOICES = ['automatic', 'always', 'never'] as const;
export type EnterChoice = (typeof ENTER_CHOICES)[number];

/** Remembered by this browser. */
export const enterChoice = createStoredValue<EnterChoice>(
  'parley-enter',
  (stored) => ENTER_CHOICES.find((choice) => choice === stored) ?? 'automatic',
);

/** Whether Enter alone sends. */
export function doesEnterSend(choice: EnterChoice, isTouch: boolean): boolean {
  return choice === 'automatic' ? !isTouch : choice === 'always';
}

interface Key {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Whether a key sends: Ctrl or ⌘ with Enter always does, Shift or Alt with Enter never. */
export function isSendKey({ key, shiftKey, altKey, ctrlKey, metaKey }: Key, enterSends: boolean) {
  if (key !== 'Enter') return false;
  if (ctrlKey || metaKey) return true;
  return enterSends && !shiftKey && !altKey;
}
