import type { Category, Emoji } from '@/components/emoji/catalogue/emoji';

export type SectionId = Category | 'recent' | 'results';

/** Emoji under one heading. */
export interface EmojiSection {
  id: SectionId;
  emoji: readonly Emoji[];
}

interface GridRow {
  /** Among all rows of the grid, from 0. */
  index: number;
  emoji: readonly Emoji[];
}

export interface LaidOutSection {
  id: SectionId;
  /** In rows and headings above it. */
  headingsAbove: number;
  rows: readonly GridRow[];
}

/** Where a cell is. */
export interface Place {
  row: number;
  column: number;
}

/** Breaks the sections into rows of equal length. */
export function layOut(sections: readonly EmojiSection[], columns: number): LaidOutSection[] {
  let index = 0;
  return sections.map(({ id, emoji }, headingsAbove) => {
    const rows: GridRow[] = [];
    for (let start = 0; start < emoji.length; start += columns) {
      rows.push({ index, emoji: emoji.slice(start, start + columns) });
      index++;
    }
    return { id, headingsAbove, rows };
  });
}

export type Step = 'next' | 'previous' | 'down' | 'up' | 'rowStart' | 'rowEnd' | 'first' | 'last';

/** The cell one step away, over the ends of rows and sections; null above the first row. */
export function stepFrom(
  rows: readonly { emoji: readonly unknown[] }[],
  { row, column }: Place,
  step: Step,
): Place | null {
  const last = rows.length - 1;
  const endOf = (index: number) => Math.max(0, (rows[index]?.emoji.length ?? 1) - 1);
  const inRow = (index: number): Place => ({ row: index, column: Math.min(column, endOf(index)) });
  switch (step) {
    case 'next':
      if (column < endOf(row)) return { row, column: column + 1 };
      return row < last ? { row: row + 1, column: 0 } : { row, column };
    case 'previous':
      if (column > 0) return { row, column: column - 1 };
      return row > 0 ? { row: row - 1, column: endOf(row - 1) } : { row, column };
    case 'down':
      return inRow(Math.min(row + 1, last));
    case 'up':
      return row === 0 ? null : inRow(row - 1);
    case 'rowStart':
      return { row, column: 0 };
    case 'rowEnd':
      return { row, column: endOf(row) };
    case 'first':
      return { row: 0, column: 0 };
    case 'last':
      return { row: last, column: endOf(last) };
  }
}
