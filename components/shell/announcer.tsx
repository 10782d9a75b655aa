'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { useOpenUserId } from '@/components/navigation/navigation';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useKnownPerson } from '@/lib/client/hooks/people/use-known-person';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { useAnnouncement } from '@/lib/client/hooks/use-announcement';
import { useUnseenTotal } from '@/lib/client/hooks/use-unseen-total';

const loadNews = () => import('@/components/shell/news-text').then((module) => module.NewsText);

/** Announces new messages and failures to screen readers, politely. */
export function Announcer() {
  const news = useAnnouncement();
  const Text = useOnDemand(news !== null, loadNews);
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {Text && news && <Text news={news} />}
    </p>
  );
}

/**
 * Keeps the tab's title at "(3) Ada Lovelace · Parley", or "(3) Parley" with nobody open. The chat pages declare no title of their own, which the
 * framework would put back over this one.
 */
export function DocumentTitle() {
  const words = useMessages();
  const openUserId = useOpenUserId();
  const { _id: myId } = useMe();
  const known = useKnownPerson(openUserId);
  const unseen = useUnseenTotal();
  if (!known) return <title>{words.unseenTitle(unseen)}</title>;
  const name = known._id === myId ? words.notes.title : known.fullName;
  return <title>{words.conversationTitle(name, unseen)}</title>;
}
