import type { Piece } from '@/components/search/snippet';

/** A text with what was looked for marked. */
export function MarkedText({ pieces }: { pieces: readonly Piece[] }) {
  let at = 0;
  return pieces.map(({ text, isMarked }) => {
    const key = at;
    at += text.length;
    return isMarked ? (
      <mark key={key} className="rounded-sm bg-mark text-ink">
        {text}
      </mark>
    ) : (
      <span key={key}>{text}</span>
    );
  });
}
