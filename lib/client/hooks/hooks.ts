'use client';

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useClientValue } from '@/lib/client/hooks/use-client-value';
import type { Announcement, ClientState } from '@/lib/client/store/client-state';
import type {
  ConnectionView,
  DraftView,
  PeopleView,
  PersonRow,
  PersonView,
  ProfileActions,
  ProfileInput,
  SendActions,
  TypingReporter,
} from '@/lib/client/types';
import type { OwnUserDto } from '@/lib/shared/dto';

export { useConversation } from '@/lib/client/hooks/use-conversation';
export { useSharedPhotos } from '@/lib/client/hooks/use-shared-photos';
export { ApiError } from '@/lib/client/transport/api-error';

function useClientState<T>(select: (state: ClientState) => T): T {
  const client = useChatClient();
  return useClientValue(client, () => select(client.store.getState()));
}

/** The signed-in person; follows changes made in any tab or device. */
export function useMe(): OwnUserDto {
  return useClientState((state) => state.chat.me);
}

export function useConnection(): ConnectionView {
  return useClientState((state) => state.connection);
}

/** Whether that person is online, as far as this browser can know: without a connection nobody is. */
export function useIsOnline({ online }: { online: boolean }): boolean {
  const isUnknown = useClientState(({ connection }) => connection.showBanner);
  return online && !isUnknown;
}

/** The people list: conversations, newest activity first, then everybody else by name. */
export function usePeople(): PeopleView {
  const client = useChatClient();
  const people = useClientValue(client, () => client.views.listed());
  const { isLoading, error } = useClientState((state) => state.peopleLoad);
  const hasMore = useClientState((state) => state.chat.peopleCursor !== null);
  return useMemo(
    () => ({
      people,
      isLoading,
      error,
      hasMore,
      loadMore: () => void client.people.loadMore(),
      retry: () => void client.retryPeople(),
    }),
    [client, people, isLoading, error, hasMore],
  );
}

/** One person as far as this client knows them; nobody is asked. */
export function useKnownPerson(userId: string | null): PersonRow | null {
  const client = useChatClient();
  return useClientValue(client, () => (userId === null ? null : client.views.person(userId)));
}

/** One person, looked for on the server when this client does not know them yet. */
export function usePerson(userId: string): PersonView {
  const client = useChatClient();
  const person = useClientValue(client, () => client.views.person(userId));
  const isRefused = useClientState((state) => state.loads.get(userId)?.isNotFound ?? false);
  const [missing, setMissing] = useState<string | null>(null);
  const isKnown = person !== null;

  useEffect(() => {
    if (isKnown) return;
    let isCurrent = true;
    client.people.find(userId).then(
      (isFound) => {
        if (isCurrent && !isFound) setMissing(userId);
      },
      // Not reached: nothing is known of that person either way.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, userId, isKnown]);

  const notFound = person === null && (isRefused || missing === userId);
  return { person, isLoading: person === null && !notFound, notFound };
}

/**
 * Marks what came in as seen while the end of the conversation is on the screen, the tab visible
 * and the window in front.
 */
export function useMarkSeen(userId: string, isAtBottom: boolean): void {
  const client = useChatClient();
  useEffect(
    () => (isAtBottom ? client.receipts.view(userId) : undefined),
    [client, userId, isAtBottom],
  );
}

/** Sending to one person. What is sent shows at once and is kept until the server has it. */
export function useSend(userId: string): SendActions {
  const client = useChatClient();
  return useMemo(() => {
    const { sender } = client;
    return {
      sendText: (text) => void sender.sendText(userId, text),
      sendImages: (images, caption) => sender.sendImages(userId, images, caption),
      retry: (clientId) => sender.outbox.retry(clientId),
      discard: (clientId) => sender.outbox.discard(clientId),
      takeBack: (clientId) => sender.takeBack(clientId),
      cancelUpload: (clientId) => sender.outbox.cancel(clientId),
    };
  }, [client, userId]);
}

/** What is typed for one person and not sent yet. */
export function useDraft(userId: string): DraftView {
  const { drafts } = useChatClient();
  const subscribe = useCallback((listener: () => void) => drafts.subscribe(listener), [drafts]);
  const draft = useSyncExternalStore(
    subscribe,
    () => drafts.get(userId),
    () => '',
  );
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      // The tab in front is the one typed in: nothing may be put in the place of its text.
      if (!document.hasFocus()) drafts.hear(key);
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [drafts]);
  const setDraft = useCallback((text: string) => drafts.set(userId, text), [drafts, userId]);
  return { draft, setDraft };
}

/** Tells one person that the signed-in one is typing. */
export function useTypingReporter(userId: string): TypingReporter {
  const client = useChatClient();
  const reporter = useMemo(() => {
    const typing = client.typingTo(userId);
    return { onInput: (text: string) => typing.onInput(text), stop: () => typing.stop() };
  }, [client, userId]);
  useEffect(() => reporter.stop, [reporter]);
  return reporter;
}

export function useUnseenTotal(): number {
  const client = useChatClient();
  return useClientValue(client, () => client.views.unseenTotal());
}

/** Changing one's own profile. */
export function useProfile(): ProfileActions {
  const client = useChatClient();
  const [isSaving, setIsSaving] = useState(false);
  const save = useCallback(
    async (input: ProfileInput) => {
      setIsSaving(true);
      try {
        await client.saveProfile(input);
      } finally {
        setIsSaving(false);
      }
    },
    [client],
  );
  return { save, isSaving };
}

/** For the polite live region. */
export function useAnnouncement(): Announcement | null {
  return useClientState((state) => state.announcement);
}
