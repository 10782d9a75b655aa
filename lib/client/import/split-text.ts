import { countCharacters, TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';

/** What belongs to the sign before it: a mark over a letter, the parts of an emoji. */
const ATTACHED = /^(?:\u200D|\p{M}|\p{Emoji_Modifier}|[\u{E0020}-\u{E007F}])/u;

/** How many of these a piece takes that has to be shorter: up to the end of a line, else of a word. */
function pieceLength(characters: readonly string[]): number {
  const max = characters.length - 1;
  const line = characters.lastIndexOf('\n', max - 1);
  if (line > 0) return line + 1;
  for (let index = max - 1; index > 0; index--) {
    if (/\s/.test(characters[index] ?? '')) return index + 1;
  }
  let end = max;
  const goesOn = () => ATTACHED.test(characters[end] ?? '') || characters[end - 1] === '\u200D';
  while (end > 1 && goesOn()) end--;
  return end > 1 ? end : max;
}

/** Cuts a text that is too long for one message. Joined together the pieces are the text. */
export function splitText(text: string, max = TEXT_MAX_CHARACTERS): string[] {
  if (text.length <= max || countCharacters(text) <= max) return [text];
  const characters = [...text];
  const pieces: string[] = [];
  let start = 0;
  while (characters.length - start > max) {
    const length = pieceLength(characters.slice(start, start + max + 1));
    pieces.push(characters.slice(start, start + length).join(''));
    start += length;
  }
  pieces.push(characters.slice(start).join(''));
  return pieces;
}
