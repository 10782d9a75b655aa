/** Letters that run from right to left, and the unseen characters that turn a direction around. */
const TURNS_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200f\u202a-\u202e\u2066-\u2069]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * For what people choose (a name, a file, a search) within a sentence: keeps its direction from
 * turning the words around it. Returned unchanged where it cannot affect them.
 */
export function createIsolate(direction: 'ltr' | 'rtl'): (text: string) => string {
  return (text) =>
    direction === 'rtl' || TURNS_RIGHT.test(text)
      ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`
      : text;
}
