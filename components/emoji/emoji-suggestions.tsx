'use client';

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useMemo,
  useState,
} from 'react';
import { chosenTone, recentEmoji, rememberEmoji } from '@/components/emoji/emoji-memory';
import { searchEmoji } from '@/components/emoji/search-emoji';
import { withTone } from '@/components/emoji/skin-tone';
import { useCatalogue } from '@/components/emoji/use-catalogue';
import { useStoredValue } from '@/components/ui/stored-value';
import { useWords } from '@/components/words/words-provider';

const MAX_COUNT = 6;
/** One letter behind a colon is more often a face than a name: ":D", ":p". */
const MIN_CHARACTERS = 2;

export interface EmojiSuggestionsHandle {
  /** Whether the key was meant for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

interface EmojiSuggestionsProps {
  id: string;
  query: string;
  handle: RefObject<EmojiSuggestionsHandle | null>;
  onPick: (symbol: string) => void;
  onDismiss: () => void;
  /** The option that Enter would take; null while there is none. */
  onActive: (optionId: string | null) => void;
}

/** Emoji whose names begin with what is being typed behind a colon. */
export function EmojiSuggestions(props: EmojiSuggestionsProps) {
  const { id, query, handle, onPick, onDismiss, onActive } = props;
  const words = useWords();
  const { catalogue } = useCatalogue();
  const tone = useStoredValue(chosenTone, 0);
  const found = useMemo(() => {
    if (!catalogue || query.length < MIN_CHARACTERS) return [];
    return searchEmoji(catalogue, query, { limit: MAX_COUNT, recent: recentEmoji.get() });
  }, [catalogue, query]);
  // Kept together with what it was chosen for: another letter begins at the top again.
  const [chosen, setChosen] = useState({ query, index: 0 });
  const index = chosen.query === query ? chosen.index : 0;
  const optionId = (at: number) => `${id}-${at}`;
  const activeId = found.length > 0 ? optionId(index) : null;
  useEffect(() => {
    onActive(activeId);
    return () => onActive(null);
  }, [activeId, onActive]);

  const pick = (at: number) => {
    const emoji = found[at];
    if (!emoji) return;
    rememberEmoji(emoji.symbol);
    onPick(withTone(emoji, tone));
  };
  useImperativeHandle(handle, () => ({
    onKeyDown: ({ key, shiftKey, ctrlKey, metaKey, altKey }) => {
      if (found.length === 0 || shiftKey || ctrlKey || metaKey || altKey) return false;
      if (key === 'Escape') onDismiss();
      else if (key === 'Enter' || key === 'Tab') pick(index);
      else if (key === 'ArrowDown') setChosen({ query, index: (index + 1) % found.length });
      else if (key === 'ArrowUp') {
        setChosen({ query, index: (index - 1 + found.length) % found.length });
      } else return false;
      return true;
    },
  }));

  if (found.length === 0) return null;
  return (
    <>
      <ul
        id={id}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of choices is what it is
        role="listbox"
        aria-label={words.emoji.suggestions}
        className="absolute start-2 bottom-full z-30 mb-1 w-72 max-w-[calc(100%-1rem)] animate-fade-in rounded-card bg-raised p-1 shadow-raised ring-1 ring-line sm:start-4"
      >
        {found.map((emoji, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field hears the keys
          <li
            key={emoji.symbol}
            id={optionId(at)}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of choices is what it is
            role="option"
            aria-selected={at === index}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => at !== index && setChosen({ query, index: at })}
            onClick={() => pick(at)}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 aria-selected:bg-accent-soft"
          >
            <span aria-hidden="true" className="text-2xl leading-none">
              {withTone(emoji, tone)}
            </span>
            <span className="min-w-0 truncate">{emoji.name}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {words.emoji.suggested(found.length)}
      </p>
    </>
  );
}
