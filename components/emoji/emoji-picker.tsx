'use client';

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { CATEGORIES, type Emoji } from '@/components/emoji/catalogue/emoji';
import { chosenTone, recentEmoji, rememberEmoji } from '@/components/emoji/catalogue/emoji-memory';
import { searchEmoji } from '@/components/emoji/catalogue/search-emoji';
import { withTone } from '@/components/emoji/catalogue/skin-tone';
import { useCatalogue } from '@/components/emoji/catalogue/use-catalogue';
import { CategoryBar } from '@/components/emoji/category-bar';
import { EmojiGrid, type EmojiGridHandle, sectionAt } from '@/components/emoji/emoji-grid';
import { cellId } from '@/components/emoji/emoji-row';
import { EmojiSearch } from '@/components/emoji/emoji-search';
import { type EmojiSection, layOut, type SectionId } from '@/components/emoji/lay-out';
import { ToneButton, ToneList } from '@/components/emoji/tone-choice';
import { useGridKeys } from '@/components/emoji/use-grid-keys';
import { useGridSize } from '@/components/emoji/use-grid-size';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';

export interface EmojiPick {
  symbol: string;
  /** More are wanted. */
  keepsOpen: boolean;
  by: 'keyboard' | 'pointer';
}

interface EmojiPickerProps {
  onPick: (pick: EmojiPick) => void;
}

const NOTHING: readonly Emoji[] = [];

function sectionsOf(catalogue: readonly Emoji[], recent: readonly string[]): EmojiSection[] {
  const bySymbol = new Map(catalogue.map((emoji) => [emoji.symbol, emoji]));
  const used = recent.flatMap((symbol) => bySymbol.get(symbol) ?? []);
  const all = CATEGORIES.map((id) => ({
    id,
    emoji: catalogue.filter(({ category }) => category === id),
  }));
  return [{ id: 'recent' as const, emoji: used }, ...all].filter(({ emoji }) => emoji.length > 0);
}

/** Search, categories and all emoji. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const words = useAllMessages();
  const id = useId();
  const { catalogue, hasFailed, retry } = useCatalogue();
  const tone = useStoredValue(chosenTone, 0);
  // As they were when the picker opened: choosing one must not move the others.
  const [recent] = useState(() => recentEmoji.get());
  const [query, setQuery] = useState('');
  const [isToneOpen, setIsToneOpen] = useState(false);
  const [pointed, setPointed] = useState<Emoji | null>(null);
  const [view, setView] = useState<{ rows: number; section: SectionId | null }>({
    rows: 0,
    section: null,
  });
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<EmojiGridHandle>(null);
  const size = useGridSize(scroller);
  const columns = size?.columns ?? 8;

  const isSearching = query.trim() !== '';
  const all = useMemo(() => sectionsOf(catalogue ?? NOTHING, recent), [catalogue, recent]);
  const sections = useMemo(() => {
    if (!isSearching) return layOut(all, columns);
    const found = searchEmoji(catalogue ?? NOTHING, query, { recent });
    return layOut([{ id: 'results', emoji: found }], columns);
  }, [all, catalogue, columns, isSearching, query, recent]);
  const rows = useMemo(() => sections.flatMap((section) => section.rows), [sections]);
  const foundCount = isSearching ? rows.reduce((sum, { emoji }) => sum + emoji.length, 0) : null;

  const keys = useGridKeys({ rows, isSearching, onMove: (place) => grid.current?.show(place) });
  const { active } = keys;
  const activeEmoji = active && rows[active.row]?.emoji[active.column];
  const shown = pointed ?? activeEmoji;

  // With a keyboard the search gets the focus; on touch the on-screen keyboard would cover the
  // grid.
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) search.current?.focus({ preventScroll: true });
  }, []);

  const look = () => {
    if (!size || !scroller.current) return;
    const { scrollTop } = scroller.current;
    const next = {
      rows: Math.floor(scrollTop / size.cellPixels),
      section: sectionAt(sections, size, scrollTop)?.id ?? null,
    };
    setView((held) => (held.rows === next.rows && held.section === next.section ? held : next));
  };
  const pick = (emoji: Emoji, keepsOpen: boolean, by: EmojiPick['by']) => {
    rememberEmoji(emoji.symbol);
    onPick({ symbol: withTone(emoji, tone), keepsOpen, by });
  };
  const pickPointed = (emoji: Emoji) => pick(emoji, true, 'pointer');
  const onSearchKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (keys.onKeyDown(event) || event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (activeEmoji) pick(activeEmoji, event.shiftKey, 'keyboard');
  };
  const onQuery = (text: string) => {
    setQuery(text);
    keys.moveTo(null);
    if (scroller.current) scroller.current.scrollTop = 0;
  };

  return (
    <>
      <div className="flex items-center gap-1 p-2 ps-3">
        <EmojiSearch
          field={search}
          query={query}
          gridId={rows.length > 0 ? id : null}
          activeId={active ? cellId(id, active.row, active.column) : undefined}
          onQuery={onQuery}
          onKeyDown={onSearchKeyDown}
        />
        <ToneButton
          id={`${id}-tones`}
          tone={tone}
          isOpen={isToneOpen}
          onToggle={() => setIsToneOpen(!isToneOpen)}
        />
      </div>
      {isToneOpen && <ToneList id={`${id}-tones`} tone={tone} />}
      {!isSearching && (
        <CategoryBar
          ids={all.flatMap(({ id: each }) => (each === 'results' ? [] : each))}
          current={all.find(({ id: each }) => each === view.section)?.id ?? all[0]?.id ?? null}
          onJump={(category) => {
            const row = grid.current?.goTo(category) ?? 0;
            if (!matchMedia('(pointer: fine)').matches) return;
            // The focus goes here for keyboard users.
            search.current?.focus({ preventScroll: true });
            keys.moveTo({ row, column: 0 });
          }}
        />
      )}
      <div
        ref={scroller}
        onScroll={look}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t border-line px-2 pb-2 [scrollbar-gutter:stable]"
      >
        {hasFailed && (
          <div className="flex flex-col items-center gap-3 p-8 text-center">
            <p role="alert">{words.emoji.loadFailed}</p>
            <Button variant="secondary" onClick={retry}>
              {words.common.retry}
            </Button>
          </div>
        )}
        {foundCount === 0 && catalogue && (
          <div className="flex flex-col gap-1 p-8 text-center">
            <p className="font-medium wrap-anywhere">{words.emoji.noResults(query.trim())}</p>
            <p className="text-muted">{words.emoji.noResultsHint}</p>
          </div>
        )}
        {size && rows.length > 0 && (
          <EmojiGrid
            id={id}
            handle={grid}
            scroller={scroller}
            size={size}
            scrolledRows={view.rows}
            sections={sections}
            active={active}
            tone={tone}
            onPick={pickPointed}
            onPoint={setPointed}
          />
        )}
      </div>
      <p role="status" className="sr-only">
        {foundCount !== null && catalogue && words.emoji.found(foundCount)}
      </p>
      <div
        aria-hidden="true"
        className="hidden h-12 shrink-0 items-center gap-2 border-t border-line px-4 text-muted [@media(pointer:fine)_and_(min-height:34rem)]:flex"
      >
        {shown ? (
          <>
            <span className="text-2xl leading-none">{withTone(shown, tone)}</span>
            <span className="truncate text-ink">{shown.name}</span>
          </>
        ) : (
          <span className="truncate text-meta">{words.emoji.hint}</span>
        )}
      </div>
    </>
  );
}
