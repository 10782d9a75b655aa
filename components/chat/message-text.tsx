'use client';

import { type ReactNode, useState } from 'react';
import { linkify } from '@/components/chat/linkify';
import { words } from '@/components/words';

/** Longer messages are folded, in characters; the rest is one press away. */
const FOLD_OVER = 1500;
const FOLD_TO = 1000;

interface MessageTextProps {
  text: string;
  isOwn: boolean;
  /** Time and status, which stand at the end of the last line when there is room. */
  meta: ReactNode;
}

export function MessageText({ text, isOwn, meta }: MessageTextProps) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const isLong = text.length > FOLD_OVER;
  const shown = isLong && !isUnfolded ? fold(text) : text;
  return (
    <div dir="auto" className="flow-root text-message whitespace-pre-wrap [overflow-wrap:anywhere]">
      {linkify(shown).map((part) =>
        part.href ? (
          <a
            key={part.start}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={`underline underline-offset-2 focus-visible:outline-current focus-visible:-outline-offset-1 ${isOwn ? '' : 'text-accent'}`}
          >
            {part.text}
            <span className="sr-only"> ({words.chat.opensInNewTab})</span>
          </a>
        ) : (
          part.text
        ),
      )}
      {isLong && (
        <button
          type="button"
          aria-expanded={isUnfolded}
          onClick={() => setIsUnfolded(!isUnfolded)}
          className={`ms-1 inline-flex min-h-6 items-center font-medium underline-offset-2 hover:underline focus-visible:outline-current focus-visible:-outline-offset-1 ${isOwn ? '' : 'text-accent'}`}
        >
          {isUnfolded ? words.chat.showLess : words.chat.showMore}
        </button>
      )}
      {meta}
    </div>
  );
}

/** Cuts at a space if there is one near, and never inside an emoji. */
function fold(text: string): string {
  const cut = [...text.slice(0, FOLD_TO + 1)].slice(0, -1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > FOLD_TO * 0.8 ? cut.slice(0, space) : cut}…`;
}
