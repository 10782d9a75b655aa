'use client';

import { memo } from 'react';
import type { Emoji } from '@/components/emoji/catalogue/emoji';
import { type Tone, withTone } from '@/components/emoji/catalogue/skin-tone';
import { classNames } from '@/components/ui/class-names';

interface EmojiRowProps {
  gridId: string;
  index: number;
  emoji: readonly Emoji[];
  columns: number;
  topPixels: number;
  heightPixels: number;
  tone: Tone;
  /** The column of the active cell, when it is in this row. */
  activeColumn: number | null;
  onPick: (emoji: Emoji) => void;
  onPoint: (emoji: Emoji | null) => void;
}

export const cellId = (gridId: string, row: number, column: number) => `${gridId}-${row}-${column}`;

export const EmojiRow = memo(function EmojiRow(props: EmojiRowProps) {
  const { gridId, index, emoji, columns, topPixels, heightPixels, tone, activeColumn } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus and names the active cell
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by their number, which a table cannot do
    <div
      role="row"
      aria-rowindex={index + 1}
      className="absolute inset-x-0 grid"
      style={{
        top: topPixels,
        height: heightPixels,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
      }}
    >
      {emoji.map((each, column) => (
        // biome-ignore lint/a11y/useSemanticElements: rows are placed by their number, which a table cannot do
        <button
          key={each.symbol}
          id={cellId(gridId, index, column)}
          type="button"
          role="gridcell"
          tabIndex={-1}
          aria-colindex={column + 1}
          aria-label={each.name}
          aria-selected={column === activeColumn}
          // The focus stays where it is: with the search, or with the message.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onPick(each)}
          onPointerEnter={() => props.onPoint(each)}
          onPointerLeave={() => props.onPoint(null)}
          className={classNames(
            'flex items-center justify-center rounded-control text-[1.625rem] leading-none hover:bg-hover active:bg-accent-soft',
            column === activeColumn && 'bg-accent-soft ring-2 ring-accent ring-inset',
          )}
        >
          {withTone(each, tone)}
        </button>
      ))}
    </div>
  );
});
