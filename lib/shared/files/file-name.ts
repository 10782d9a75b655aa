import { FILE_NAME_MAX_CHARACTERS } from '@/lib/shared/limits';
import { isVisible } from '@/lib/shared/text';

/** Control characters, and marks that make a name read in another order than it is. */
const MISLEADING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
/** A name that is only that leads to a folder. */
const DOTS = /^\.+$/;
const EXTENSION = /\.[\p{L}\p{N}]{1,12}$/u;

/**
 * What a file is called for others: the last part of a path, without what cannot be seen, at most 200
 * characters, of which the ending stays. Null where nothing is left. Idempotent.
 */
export function cleanFileName(text: string): string | null {
  const name = text.toWellFormed().split(/[/\\]/).at(-1)?.replace(MISLEADING, '').trim() ?? '';
  if (!isVisible(name) || DOTS.test(name)) return null;
  const characters = [...name];
  if (characters.length <= FILE_NAME_MAX_CHARACTERS) return name;
  const ending = EXTENSION.exec(name)?.[0] ?? '';
  const kept = FILE_NAME_MAX_CHARACTERS - [...ending].length;
  return characters.slice(0, kept).join('').trimEnd() + ending;
}
