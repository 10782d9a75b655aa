'use client';

import { useEffect, useRef, useState } from 'react';
import {
  AttachmentsProvider,
  useAttachments,
} from '@/components/conversation/composer/attachments';
import { Composer, type ComposerHandle } from '@/components/conversation/composer/composer';
import { ConversationHeader } from '@/components/conversation/conversation-header';
import { NoConversation } from '@/components/conversation/no-conversation';
import { PersonNotFound } from '@/components/conversation/person-not-found';
import { EmptyConversation } from '@/components/conversation/timeline/empty-conversation';
import { MessagesSkeleton } from '@/components/conversation/timeline/messages-skeleton';
import { me, newItem, newPerson } from '@/components/gallery/fixtures';
import { createQuietClient } from '@/components/gallery/quiet-client';
import type { Family } from '@/components/gallery/specimen';
import { useMessages } from '@/components/i18n/messages-provider';
import { ConnectionBanner } from '@/components/shell/connection-banner';
import { ChatProvider, useChatClient } from '@/lib/client/chat-provider';
import { useSend } from '@/lib/client/hooks/conversation/use-send';

const NOBODY = { people: { users: [], unseenMessages: {}, nextCursor: null } };
const nothing = () => undefined;

/** The banner shows the state of its client, after the usual delay. */
function BannerOf({ isOnline }: { isOnline: boolean }) {
  const [client] = useState(() => createQuietClient({ me, isOnline, isConnected: false }));
  return (
    <div className="relative h-36 w-full">
      <ChatProvider me={me} seed={NOBODY} client={client}>
        <ConnectionBanner isConversationOpen />
      </ChatProvider>
    </div>
  );
}

interface WritingProps {
  userId: string;
  draft: string;
  isEditing?: boolean;
}

function Writing({ userId, draft, isEditing = false }: WritingProps) {
  const { drafts } = useChatClient();
  useEffect(() => drafts.set(userId, draft), [drafts, userId, draft]);
  return (
    <div className="w-full">
      <AttachmentsProvider>
        <Inside userId={userId} isEditing={isEditing} />
      </AttachmentsProvider>
    </div>
  );
}

function Inside({ userId, isEditing }: { userId: string; isEditing: boolean }) {
  const words = useMessages();
  const handle = useRef<ComposerHandle>(null);
  // As it is chosen in the menu of a message.
  useEffect(() => {
    if (isEditing) handle.current?.edit(newItem({ status: 'seen' }));
  }, [isEditing]);
  return (
    <Composer
      userId={userId}
      name="Ingrid Sørensen"
      placeholder={words.composer.placeholder('Ingrid')}
      send={useSend(userId)}
      images={useAttachments(userId)}
      handle={handle}
    />
  );
}

const PANE_CLASS = 'relative h-80 w-full';
const ingrid = newPerson();

export const conversation: Family = {
  title: 'Conversation',
  specimens: [
    { name: 'banner: connecting', show: <BannerOf isOnline />, isWide: true },
    { name: 'banner: offline', show: <BannerOf isOnline={false} />, isWide: true },
    {
      name: 'header: last seen, typing',
      isWide: true,
      show: [false, true].map((typing) => (
        <div key={String(typing)} className="w-full">
          <ConversationHeader
            person={ingrid}
            typing={typing}
            firstUnseenSeq={null}
            isEmpty={false}
            onSearch={() => undefined}
            onGoToDate={nothing}
            onToggleDetails={nothing}
          />
        </div>
      )),
    },
    { name: 'composer: editing', show: <Writing userId="g-0" draft="" isEditing />, isWide: true },
    { name: 'composer: empty', show: <Writing userId="g-1" draft="" />, isWide: true },
    {
      name: 'composer: with a text of several lines',
      show: <Writing userId="g-2" draft={'Dear Ingrid,\nsee you at six.'} />,
      isWide: true,
    },
    {
      name: 'composer: too long',
      show: <Writing userId="g-3" draft={'x'.repeat(4012)} />,
      isWide: true,
    },
    {
      name: 'no messages yet',
      isWide: true,
      show: (
        <div className={PANE_CLASS}>
          <EmptyConversation person={ingrid} onSay={nothing} />
        </div>
      ),
    },
    {
      name: 'loading',
      isWide: true,
      show: (
        <div className={`${PANE_CLASS} overflow-hidden`}>
          <MessagesSkeleton />
        </div>
      ),
    },
    {
      name: 'nobody chosen',
      isWide: true,
      show: (
        <div className={PANE_CLASS}>
          <NoConversation />
        </div>
      ),
    },
    {
      name: 'no such person',
      isWide: true,
      show: (
        <div className={PANE_CLASS}>
          <PersonNotFound />
        </div>
      ),
    },
  ],
};
