/** What is read of a key event. Events that programs make, as filling in a form does, may lack any of it. */
export interface KeyPress {
  key?: string | undefined;
  code?: string | undefined;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  shiftKey?: boolean;
  getModifierState?(key: string): boolean;
}

/** Whether the keyboard has ⌘ and ⌥. */
export function isMacKeyboard(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent ?? '');
}

/** The name of the key, or "" where the event does not say. */
export function keyOf({ key }: KeyPress): string {
  return typeof key === 'string' ? key : '';
}

/**
 * Whether the key for commands is held, and no other of its kind: ⌘ on a Mac, where Ctrl moves the
 * caret within a text; Ctrl elsewhere.
 */
export function isCommand(
  { ctrlKey, metaKey }: KeyPress,
  isMac: boolean = isMacKeyboard(),
): boolean {
  return isMac ? Boolean(metaKey) && !ctrlKey : Boolean(ctrlKey) && !metaKey;
}

/**
 * Whether the press means that Latin letter. Layouts with other letters have it by its place on the
 * keyboard; layouts with Latin ones by what is printed on it.
 */
export function isLetter(press: KeyPress, letter: string): boolean {
  const key = keyOf(press);
  if (/^[a-z]$/i.test(key)) return key.toLowerCase() === letter;
  return press.code === `Key${letter.toUpperCase()}`;
}

/** Whether the press means a slash: by what it writes, or by its place where that writes no ASCII or a full stop. */
export function isSlash(press: KeyPress): boolean {
  const key = keyOf(press);
  if (key === '/') return true;
  return press.code === 'Slash' && (key === '.' || !/^[\x20-\x7e]$/.test(key));
}

/** Whether the press asks a question: `?`, also as Arabic and Greek have it. */
export function isQuestionMark(press: KeyPress): boolean {
  return ['?', '\u061f', '\u037e'].includes(keyOf(press));
}

/** Whether the press writes something; a command and a key that moves the focus do not. */
export function writesText(press: KeyPress, isMac: boolean = isMacKeyboard()): boolean {
  const key = keyOf(press);
  const isHeld = press.ctrlKey || press.metaKey || (press.altKey && !isMac);
  // What it writes on some keyboards counts as Ctrl and Alt as well.
  if (isHeld && !press.getModifierState?.('AltGraph')) return false;
  // The start of an accented letter, and of a word written with an input method.
  if (key === 'Dead' || key === 'Process') return true;
  return [...key].length === 1 && key !== ' ';
}
