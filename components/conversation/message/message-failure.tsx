'use client';

import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { SendFailure } from '@/lib/client/store/state';

interface MessageFailureProps {
  failure: SendFailure;
  /** null where trying again cannot help. */
  onRetry: (() => void) | null;
  /** Gives text and image back to the composer; null where there is nothing to change. */
  onEdit: (() => void) | null;
  onDelete: () => void;
}

const ACTION_CLASS =
  'inline-flex min-h-8 items-center rounded-lg px-2 font-medium hover:bg-danger-soft pointer-coarse:min-h-11';

/** Says why a message was not sent, with buttons to retry, change or delete it. */
export function MessageFailure({ failure, onRetry, onEdit, onDelete }: MessageFailureProps) {
  const words = useAllMessages();
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-1 pt-1 text-sm text-danger">
      <span className="px-1">{`${words.status.notSent} ${translateError(words, failure)}`}</span>
      <div className="flex">
        {onRetry && (
          <button type="button" onClick={onRetry} className={ACTION_CLASS}>
            {words.status.retry}
          </button>
        )}
        {onEdit && (
          <button type="button" onClick={onEdit} className={ACTION_CLASS}>
            {words.status.edit}
          </button>
        )}
        <button type="button" onClick={onDelete} className={ACTION_CLASS}>
          {words.status.delete}
        </button>
      </div>
    </div>
  );
}
