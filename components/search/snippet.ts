/** A part of a text; what was looked for is marked. */
export interface Piece {
  text: string;
  isMarked: boolean;
}

/** So much stands before the first place that was found, so that it is seen with its beginning. */
const LEAD_UNITS = 24;
const SNIPPET_UNITS = 200;
const HALF_OF_PAIR = /[\ud800-\udbff]$/;

/** Where a snippet begins: at the start, or at a word shortly before what was found. */
function startOf(text: string, first: number): number {
  if (first <= LEAD_UNITS) return 0;
  const from = first - LEAD_UNITS;
  const space = text.slice(from, first).search(/\s/);
  const start = space < 0 ? from : from + space + 1;
  return HALF_OF_PAIR.test(text.slice(0, start)) ? start + 1 : start;
}

/** One line of a message around what was found in it, in pieces. Offsets are UTF-16 units. */
export function snippetOf(
  text: string,
  highlights: readonly (readonly [number, number])[],
): Piece[] {
  const start = startOf(text, highlights[0]?.[0] ?? 0);
  const limit = start + SNIPPET_UNITS;
  const end = HALF_OF_PAIR.test(text.slice(0, limit)) ? limit - 1 : Math.min(limit, text.length);
  const pieces: Piece[] = start > 0 ? [{ text: '…', isMarked: false }] : [];
  const add = (from: number, to: number, isMarked: boolean) => {
    const part = text.slice(from, Math.min(to, end)).replace(/\s+/g, ' ');
    if (from < end && part) pieces.push({ text: part, isMarked });
  };
  let at = start;
  for (const [from, to] of highlights) {
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  if (end < text.length) pieces.push({ text: '…', isMarked: false });
  return pieces;
}
