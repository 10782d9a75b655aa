'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { Spinner } from '@/components/ui/spinner';
import type { ConversationView } from '@/lib/client/hooks/conversation/use-conversation';

/** What stands below the last held message where newer ones follow: that they are coming, or did not. */
export function MessagesAfter({ conversation }: { conversation: ConversationView }) {
  const words = useMessages();
  const { afterError, loadAfter } = conversation;
  return (
    <div className="flex min-h-12 items-center justify-center gap-2 px-4 text-meta text-muted">
      {afterError === null ? (
        <>
          <Spinner className="size-3.5" />
          <span>{words.chat.loading}</span>
        </>
      ) : (
        <p role="alert" className="flex flex-wrap items-center justify-center gap-x-2">
          <span>{words.chat.loadFailed}</span>
          <button
            type="button"
            onClick={() => void loadAfter()}
            className="inline-flex min-h-8 items-center rounded-lg px-2 font-medium text-accent hover:bg-hover pointer-coarse:min-h-11"
          >
            {words.common.retry}
          </button>
        </p>
      )}
    </div>
  );
}
