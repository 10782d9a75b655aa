'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { openConversation, useOpenUserId } from '@/components/navigation/navigation';
import { ShareDialog } from '@/components/sharing/share-dialog';
import { usePutInto } from '@/components/sharing/use-put-into';
import { afterClosing, replaceAddress } from '@/components/ui/page-history';
import { useKnownPerson } from '@/lib/client/hooks/people/use-known-person';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { usePeople } from '@/lib/client/hooks/people/use-people';
import {
  type Brought,
  bringsAnything,
  readBrought,
  type Start,
  withoutBrought,
} from '@/lib/shared/sharing/share-address';
import { toPlainText } from '@/lib/shared/sharing/shared-text';

interface Bringing extends Brought {
  /** Whose conversation the address names. */
  userId: string | null;
}

function leaveAddress(): void {
  replaceAddress(withoutBrought(location.pathname + location.search));
}

/**
 * Takes what the address of the chat brings, from another app, a link or a shortcut: asks for whom it is
 * unless that is said, and puts it into the draft. A text leaves the address at once; something shared
 * stays in it until somebody was chosen, so that a reload asks again.
 */
export function Sharing() {
  const query = useSearchParams();
  const openUserId = useOpenUserId();
  const [bringing, setBringing] = useState<Bringing | null>(null);

  useEffect(() => {
    if (!bringsAnything(query)) return;
    const brought = readBrought(query);
    setBringing({ ...brought, text: toPlainText(brought.text), userId: openUserId });
    if (brought.shareId === null || openUserId !== null) leaveAddress();
  }, [query, openUserId]);

  const end = useCallback(() => setBringing(null), []);
  const close = useCallback(() => {
    setBringing(null);
    afterClosing(leaveAddress);
  }, []);
  const open = useCallback((userId: string) => {
    setBringing(null);
    afterClosing(() => {
      leaveAddress();
      openConversation(userId);
    });
  }, []);

  if (!bringing) return null;
  const { start, userId } = bringing;
  if (userId !== null) return <PutIntoOpen {...bringing} userId={userId} onEnd={end} />;
  if (start !== null && start !== 'new') return <StartAt start={start} onOpen={open} onEnd={end} />;
  // Somebody was opened meanwhile, by a notification for one: Back asks again.
  if (openUserId !== null) return null;
  return <ShareDialog key={bringing.shareId} brought={bringing} onChoose={open} onClose={close} />;
}

interface PutIntoOpenProps extends Bringing {
  userId: string;
  onEnd: () => void;
}

/** Puts a text into the draft of the conversation that is open, once it is known who that is. */
function PutIntoOpen({ userId, text, isTextLost, onEnd }: PutIntoOpenProps) {
  const person = useKnownPerson(userId);
  const putInto = usePutInto();
  const isPut = useRef(false);
  const canWrite = person !== null && !person.blocked && !person.deleted;
  useEffect(() => {
    if (!canWrite || isPut.current) return;
    isPut.current = true;
    putInto({ userId, text, isTextLost });
    onEnd();
  }, [canWrite, putInto, userId, text, isTextLost, onEnd]);
  return null;
}

interface StartAtProps {
  start: Exclude<Start, 'new'>;
  onOpen: (userId: string) => void;
  onEnd: () => void;
}

/** Opens what a shortcut of the installed app names: the notes to oneself, or the latest conversation. */
function StartAt({ start, onOpen, onEnd }: StartAtProps) {
  const { _id: myId } = useMe();
  const { people, isLoading } = usePeople();
  const latest = people.find((person) => person._id !== myId && person.lastMessage !== null);
  const userId = start === 'notes' ? myId : latest?._id;
  useEffect(() => {
    if (userId !== undefined) onOpen(userId);
    else if (!isLoading) onEnd();
  }, [userId, isLoading, onOpen, onEnd]);
  return null;
}
