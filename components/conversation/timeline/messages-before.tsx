'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useServerFacts } from '@/components/invitation/server-facts';
import { Spinner } from '@/components/ui/spinner';
import type { ConversationView } from '@/lib/client/hooks/conversation/use-conversation';

/** What stands above the oldest held message: that more is coming, that it did not, or the beginning. */
export function MessagesBefore({ conversation }: { conversation: ConversationView }) {
  return (
    <div className="flex min-h-12 items-center justify-center gap-2 px-4 pt-2 text-meta text-muted">
      <Content {...conversation} />
    </div>
  );
}

function Content({ hasBefore, isLoadingBefore, beforeError, loadBefore }: ConversationView) {
  const words = useMessages();
  const { retentionDays } = useServerFacts();
  if (!hasBefore) {
    return retentionDays > 0 ? words.chat.retention(retentionDays) : words.chat.beginning;
  }
  if (isLoadingBefore) {
    return (
      <>
        <Spinner className="size-3.5" />
        <span>{words.chat.loadingOlder}</span>
      </>
    );
  }
  if (beforeError === null) return null;
  return (
    <p role="alert" className="flex flex-wrap items-center justify-center gap-x-2">
      <span>{words.history.olderFailed}</span>
      <button
        type="button"
        onClick={() => void loadBefore()}
        className="inline-flex min-h-8 items-center rounded-lg px-2 font-medium text-accent hover:bg-hover pointer-coarse:min-h-11"
      >
        {words.common.retry}
      </button>
    </p>
  );
}
