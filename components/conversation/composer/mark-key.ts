import { isCommand, isLetter, type KeyPress } from '@/lib/client/platform/keys';

/** What stands on both sides of what is marked. */
export type Mark = '*' | '_' | '~' | '`';

/** The mark a key press asks for: Ctrl or ⌘ with B, I, E, and with Shift and X; null for any other. */
export function markOfKey(press: KeyPress): Mark | null {
  if (!isCommand(press) || press.altKey) return null;
  if (press.shiftKey) return isLetter(press, 'x') ? '~' : null;
  if (isLetter(press, 'b')) return '*';
  if (isLetter(press, 'i')) return '_';
  return isLetter(press, 'e') ? '`' : null;
}
