'use client';

import BellRing from 'lucide-react/icons/bell-ring';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useNotificationSettings } from '@/lib/client/hooks/use-notifications';

/** A small card that asks whether to turn notifications on. */
export function OfferCard() {
  const words = useAllMessages();
  const { change, turnOn } = useNotificationSettings();
  return (
    <section
      aria-label={words.notificationSettings.region}
      className="fixed inset-x-3 top-[calc(4.5rem+env(safe-area-inset-top))] z-30 mx-auto flex max-w-sm animate-pop-in flex-col gap-3 rounded-card bg-raised p-4 shadow-raised ring-1 ring-line md:inset-x-auto md:start-4 md:top-auto md:bottom-4 md:mx-0 md:w-80"
    >
      <div className="flex gap-3">
        <BellRing className="mt-0.5 size-5 shrink-0 text-accent" aria-hidden="true" />
        <div className="flex flex-col gap-1">
          <p className="font-medium text-balance">{words.notificationSettings.offerTitle}</p>
          <p className="text-muted text-pretty">{words.notificationSettings.offerHint}</p>
        </div>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={() => change({ isOfferAnswered: true })}>
          {words.notificationSettings.offerDecline}
        </Button>
        <Button onClick={() => void turnOn()}>{words.notificationSettings.offerAccept}</Button>
      </div>
    </section>
  );
}
