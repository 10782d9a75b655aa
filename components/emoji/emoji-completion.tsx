'use client';

import { type RefObject, useEffect, useId, useMemo, useState } from 'react';
import { chosenTone, recentEmoji, rememberEmoji } from '@/components/emoji/catalogue/emoji-memory';
import { findShortcode, type Shortcode } from '@/components/emoji/catalogue/find-shortcode';
import { searchEmoji } from '@/components/emoji/catalogue/search-emoji';
import { withTone } from '@/components/emoji/catalogue/skin-tone';
import { useCatalogue } from '@/components/emoji/catalogue/use-catalogue';
import { EmojiSuggestions } from '@/components/emoji/emoji-suggestions';
import { insertText } from '@/components/ui/insert-text';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';

const MAX_COUNT = 6;
/** One letter behind a colon is more often a face than a name: ":D", ":p". */
const MIN_CHARACTERS = 2;
/** After any of these the caret may stand elsewhere. */
const CARET_EVENTS = ['input', 'keyup', 'click', 'focus', 'blur'] as const;

/**
 * Offers emoji for ":name" while it is typed into a text field. Listens to the field by itself, so
 * that a composer needs to know nothing of it; whoever mounts it may wait for the first colon.
 */
export function EmojiCompletion({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const id = useId();
  const { catalogue } = useCatalogue();
  const tone = useStoredValue(chosenTone, 0);
  const [shortcode, setShortcode] = useState<Shortcode | null>(null);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const query = shortcode && shortcode.start !== dismissedAt ? shortcode.query : '';
  const found = useMemo(() => {
    if (!catalogue || query.length < MIN_CHARACTERS) return [];
    return searchEmoji(catalogue, query, { limit: MAX_COUNT, recent: recentEmoji.get() });
  }, [catalogue, query]);
  // Kept together with what it was chosen for: another letter begins at the top again.
  const [chosen, setChosen] = useState({ query, index: 0 });
  const index = chosen.query === query ? chosen.index : 0;
  const choose = (at: number) => setChosen({ query, index: (at + found.length) % found.length });

  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const look = () => {
      const isCaret = document.activeElement === area && area.selectionStart === area.selectionEnd;
      const next = isCaret ? findShortcode(area.value, area.selectionEnd) : null;
      setShortcode((held) =>
        held?.start === next?.start && held?.query === next?.query ? held : next,
      );
      if (!next) setDismissedAt(null);
    };
    // What was typed while this was being fetched.
    look();
    for (const event of CARET_EVENTS) area.addEventListener(event, look);
    return () => {
      for (const event of CARET_EVENTS) area.removeEventListener(event, look);
    };
  }, [field]);

  const pick = (at: number) => {
    const emoji = found[at];
    if (!emoji || !shortcode || !field.current) return;
    rememberEmoji(emoji.symbol);
    insertText(field.current, withTone(emoji, tone), shortcode);
  };
  useEffect(() => {
    const area = field.current;
    if (!area || found.length === 0) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
      if (shiftKey || ctrlKey || metaKey || altKey || event.isComposing) return;
      if (key === 'Escape') setDismissedAt(shortcode?.start ?? null);
      else if (key === 'Enter' || key === 'Tab') pick(index);
      else if (key === 'ArrowDown') choose(index + 1);
      else if (key === 'ArrowUp') choose(index - 1);
      else return;
      // No other handler may see the key: Enter must not send, Tab and Esc must not leave the
      // field.
      event.preventDefault();
      event.stopPropagation();
    };
    area.addEventListener('keydown', onKeyDown);
    area.setAttribute('aria-controls', id);
    area.setAttribute('aria-activedescendant', `${id}-${index}`);
    return () => {
      area.removeEventListener('keydown', onKeyDown);
      area.removeAttribute('aria-controls');
      area.removeAttribute('aria-activedescendant');
    };
  });

  if (found.length === 0) return null;
  return (
    <EmojiSuggestions
      id={id}
      emoji={found}
      tone={tone}
      activeIndex={index}
      onPoint={choose}
      onPick={pick}
    />
  );
}
