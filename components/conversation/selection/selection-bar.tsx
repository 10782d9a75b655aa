'use client';

import Copy from 'lucide-react/icons/copy';
import Forward from 'lucide-react/icons/forward';
import Trash2 from 'lucide-react/icons/trash-2';
import X from 'lucide-react/icons/x';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { useBackToClose } from '@/components/ui/use-back-to-close';

const ICONS = { copy: Copy, forward: Forward, delete: Trash2 };

interface SelectionBarProps {
  count: number;
  /** Whether no more can be added. */
  isFull: boolean;
  maxCount: number;
  canForward: boolean;
  onAct: (act: 'copy' | 'forward' | 'delete') => void;
  onClose: () => void;
}

/** What can be done with several messages at once, above them. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, isFull, maxCount, canForward, onAct, onClose } = props;
  const words = useAllMessages();
  useBackToClose(true, onClose);
  const acts = ['copy', ...(canForward ? (['forward'] as const) : []), 'delete'] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      role="group"
      aria-label={words.actions.selection}
      className="absolute inset-x-0 top-0 z-30 flex min-h-14 items-center gap-1 border-b border-line bg-raised ps-1 pe-2 shadow-card"
    >
      <button
        type="button"
        aria-label={words.actions.leaveSelection}
        title={words.actions.leaveSelection}
        onClick={onClose}
        className={ICON_BUTTON_CLASS}
      >
        <X className="size-5" aria-hidden="true" />
      </button>
      <p role="status" className="min-w-0 flex-1 truncate font-medium">
        {isFull ? words.actions.selectMax(maxCount) : words.actions.selected(count)}
      </p>
      {acts.map((act) => {
        const Icon = ICONS[act];
        return (
          <button
            key={act}
            type="button"
            aria-label={words.actions[act]}
            title={words.actions[act]}
            disabled={count === 0}
            onClick={() => onAct(act)}
            className={ICON_BUTTON_CLASS}
          >
            <Icon
              className={`size-5 ${act === 'forward' ? 'rtl:-scale-x-100' : ''}`}
              aria-hidden="true"
            />
          </button>
        );
      })}
    </div>
  );
}
