'use client';

import { useOnDemand } from '@/components/ui/use-on-demand';
import { useNotificationOffer } from '@/lib/client/hooks/use-notifications';

const loadCard = () =>
  import('@/components/notifications/offer-card').then((module) => module.OfferCard);

/** Offers notifications after a message went out or came in. */
export function NotificationOffer() {
  const isOffered = useNotificationOffer();
  const Card = useOnDemand(isOffered, loadCard);
  return <div role="status">{isOffered && Card && <Card />}</div>;
}
