'use client';

import { useEffect } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { pushKeeper } from '@/lib/client/hooks/use-push';

interface PushSubscriberProps {
  isOn: boolean;
  hasPreview: boolean;
}

/** Has this browser told while no page is open, as the settings say; shows nothing. */
export function PushSubscriber({ isOn, hasPreview }: PushSubscriberProps) {
  const words = useAllMessages();
  useEffect(() => {
    const { message, deleted } = words.notifications;
    const wish = { hasPreview, words: { message, photo: words.people.photo, deleted } };
    void pushKeeper.keep(isOn ? wish : null);
  }, [isOn, hasPreview, words]);
  return null;
}
