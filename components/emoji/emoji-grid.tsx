'use client';

import { type RefObject, useImperativeHandle } from 'react';
import type { Emoji } from '@/components/emoji/catalogue/emoji';
import type { Tone } from '@/components/emoji/catalogue/skin-tone';
import { EmojiRow } from '@/components/emoji/emoji-row';
import type { LaidOutSection, Place, SectionId } from '@/components/emoji/lay-out';
import type { GridSize } from '@/components/emoji/use-grid-size';
import { useAllMessages } from '@/components/i18n/use-all-messages';

/** Rows drawn beyond each edge, so that fast scrolling shows no gaps. */
const OVERSCAN_ROWS = 5;

export interface EmojiGridHandle {
  /** Scrolls as little as it takes. */
  show: (place: Place) => void;
  /** Returns the row with which the section begins. */
  goTo: (section: SectionId) => number;
}

interface EmojiGridProps {
  id: string;
  handle: RefObject<EmojiGridHandle | null>;
  scroller: RefObject<HTMLDivElement | null>;
  size: GridSize;
  /** Whole rows scrolled past. */
  scrolledRows: number;
  sections: readonly LaidOutSection[];
  active: Place | null;
  tone: Tone;
  onPick: (emoji: Emoji) => void;
  onPoint: (emoji: Emoji | null) => void;
}

/** Where a section's rows begin, from the top of the grid. */
function topOf(section: LaidOutSection, { cellPixels, headingPixels }: GridSize): number {
  return section.headingsAbove * headingPixels + (section.rows[0]?.index ?? 0) * cellPixels;
}

/** The section at the top of what is seen. */
export function sectionAt(sections: readonly LaidOutSection[], size: GridSize, scrollTop: number) {
  return sections.findLast((section) => topOf(section, size) <= scrollTop + 1) ?? sections[0];
}

/** All emoji under their headings; only the rows in view are in the page. */
export function EmojiGrid(props: EmojiGridProps) {
  const { id, handle, scroller, size, scrolledRows, sections, active, tone, onPick, onPoint } =
    props;
  const words = useAllMessages();
  const { columns, cellPixels, headingPixels, heightPixels } = size;
  const overscan = OVERSCAN_ROWS * cellPixels;
  const from = scrolledRows * cellPixels - overscan;
  const to = from + heightPixels + cellPixels + 2 * overscan;
  const rowCount = sections.reduce((sum, { rows }) => sum + rows.length, 0);

  useImperativeHandle(handle, () => ({
    show: ({ row }) => {
      const element = scroller.current;
      const section = sections.find(({ rows }) => rows.some(({ index }) => index === row));
      if (!element || !section) return;
      const top = (section.headingsAbove + 1) * headingPixels + row * cellPixels;
      // The heading stays in view, above the row.
      if (top - headingPixels < element.scrollTop) element.scrollTop = top - headingPixels;
      else if (top + cellPixels > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + cellPixels - element.clientHeight;
      }
    },
    goTo: (sectionId) => {
      const section = sections.find((each) => each.id === sectionId);
      if (section && scroller.current) scroller.current.scrollTop = topOf(section, size);
      return section?.rows[0]?.index ?? 0;
    },
  }));

  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by their number, which a table cannot do
    <div
      id={id}
      role="grid"
      aria-label={words.emoji.grid}
      aria-rowcount={rowCount}
      aria-colcount={columns}
    >
      {sections.map((section) => {
        const top = topOf(section, size) + headingPixels;
        const first = section.rows[0]?.index ?? 0;
        const shown = section.rows.filter(({ index }) => {
          const y = top + (index - first) * cellPixels;
          return index === active?.row || (y + cellPixels > from && y < to);
        });
        const height = section.rows.length * cellPixels;
        return (
          <div key={section.id}>
            <div
              id={`${id}-${section.id}`}
              aria-hidden="true"
              className="sticky top-0 z-10 flex items-center bg-raised px-2 text-meta font-semibold text-muted"
              style={{ height: headingPixels }}
            >
              {words.emoji.category[section.id]}
            </div>
            <div className="relative" style={{ height }}>
              {shown.length > 0 && (
                // biome-ignore lint/a11y/useSemanticElements: a part of a grid that is no table
                <div role="rowgroup" aria-labelledby={`${id}-${section.id}`}>
                  {shown.map(({ index, emoji }) => (
                    <EmojiRow
                      key={index}
                      gridId={id}
                      index={index}
                      emoji={emoji}
                      columns={columns}
                      topPixels={(index - first) * cellPixels}
                      heightPixels={cellPixels}
                      tone={tone}
                      activeColumn={active?.row === index ? active.column : null}
                      onPick={onPick}
                      onPoint={onPoint}
                    />
                  ))}
                </div>
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}
