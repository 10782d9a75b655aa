'use client';

import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { ItemChange } from '@/lib/client/selectors/conversation-item';

interface ChangeRefusedProps {
  change: Extract<ItemChange, { state: 'refused' }>;
  /** Puts what was written where one writes again; null where that cannot help. */
  onEditAgain: ((text: string) => void) | null;
  onRetry: () => void;
  onDismiss: () => void;
}

const BUTTON_CLASS =
  'inline-flex min-h-8 items-center rounded-lg px-2 font-medium hover:bg-danger-soft pointer-coarse:min-h-11';

/** Says that an edit or a deletion was refused, and why; what was written is not lost. */
export function ChangeRefused({ change, onEditAgain, onRetry, onDismiss }: ChangeRefusedProps) {
  const words = useAllMessages();
  const { kind, failure } = change;
  const text = change.text ?? '';
  const what = kind === 'edit' ? words.actions.editRefused : words.actions.removeRefused;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-end gap-x-1 pt-1 text-sm text-danger"
    >
      <span className="px-1">{`${what} ${translateError(words, failure)}`}</span>
      <div className="flex">
        {kind === 'edit' && onEditAgain && (
          <button type="button" onClick={() => onEditAgain(text)} className={BUTTON_CLASS}>
            {words.actions.editAgain}
          </button>
        )}
        {kind === 'remove' && (
          <button type="button" onClick={onRetry} className={BUTTON_CLASS}>
            {words.status.retry}
          </button>
        )}
        <button type="button" onClick={onDismiss} className={BUTTON_CLASS}>
          {words.actions.dismiss}
        </button>
      </div>
    </div>
  );
}
