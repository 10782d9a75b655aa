'use client';

const DOTS = ['first', 'second', 'third'];

/**
 * Three dots while the other person types. Their room below the last message is always there, so
 * that they move nothing; the header says the same in words, so screen readers hear it once.
 */
export function MessageTyping({ isTyping }: { isTyping: boolean }) {
  return (
    <div aria-hidden="true" className="flex h-9 items-center px-3 sm:px-5">
      {isTyping && (
        <span
          data-typing
          className="flex h-6 animate-fade-in items-center gap-1 rounded-full bg-bubble px-2.5"
        >
          {DOTS.map((dot) => (
            <span key={dot} className="typing-dot size-1.5 rounded-full bg-muted" />
          ))}
        </span>
      )}
    </div>
  );
}
