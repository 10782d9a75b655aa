'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useConversationOptions } from '@/lib/client/hooks/conversation/use-conversation-options';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** In place of the composer, while its reader blocks the other. */
export function BlockedLine({ person }: { person: PersonRow }) {
  const { settings: texts } = useAllMessages();
  const { unblock } = useConversationOptions(person._id);
  const [state, setState] = useState<'idle' | 'pending' | 'refused'>('idle');
  const onClick = async () => {
    setState('pending');
    try {
      await unblock();
    } catch {
      setState('refused');
    }
  };
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] text-center text-muted">
      <p>{texts.blockedHint(person.fullName)}</p>
      <Button variant="secondary" isPending={state === 'pending'} onClick={() => void onClick()}>
        {texts.unblock}
      </Button>
      <p role="alert" className="w-full text-danger empty:hidden">
        {state === 'refused' && texts.refused}
      </p>
    </div>
  );
}
