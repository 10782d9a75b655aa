import { countCharacters, TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';

/**
 * A draft with a text put below what is there, which stays whole. Of the text, as much as a message
 * takes; `isCut` says that there was more.
 */
export function addText(draft: string, text: string): { draft: string; isCut: boolean } {
  const above = draft === '' || draft.endsWith('\n') ? draft : `${draft}\n`;
  const room = Math.max(0, TEXT_MAX_CHARACTERS - countCharacters(above));
  const characters = [...text];
  const isCut = characters.length > room;
  const fitting = isCut ? characters.slice(0, room).join('').trimEnd() : text;
  return { draft: fitting === '' ? draft : above + fitting, isCut };
}
