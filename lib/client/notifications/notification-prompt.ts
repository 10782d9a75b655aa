import type { ChatClient } from '@/lib/client/chat-client';
import type { Environment } from '@/lib/client/platform/environment';

interface FairMomentOptions {
  client: ChatClient;
  environment: Environment;
  onMoment(): void;
}

/**
 * Waits until offering notifications makes sense to the person: a message of theirs has gone out,
 * or one came while they were away. Returns a function that stops waiting.
 */
export function watchForFairMoment({
  client,
  environment,
  onMoment,
}: FairMomentOptions): () => void {
  let hasWritten = false;
  let unseen = client.views.unseenTotal();
  return client.store.subscribe(() => {
    const isOnItsWay = client.store.getChat().pending.size > 0;
    const total = client.views.unseenTotal();
    const hasGoneOut = hasWritten && !isOnItsWay;
    const cameWhileAway = !environment.isVisible() && total > unseen;
    hasWritten ||= isOnItsWay;
    unseen = total;
    if (hasGoneOut || cameWhileAway) onMoment();
  });
}
