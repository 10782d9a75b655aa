'use client';

import { useMemo, useRef, useState } from 'react';
import { useAttachments } from '@/components/conversation/composer/attachments';
import { Composer, type ComposerHandle } from '@/components/conversation/composer/composer';
import { ConversationHeader } from '@/components/conversation/conversation-header';
import { ConversationSkeleton } from '@/components/conversation/conversation-skeleton';
import { DropZone } from '@/components/conversation/drop-zone';
import { Lightbox } from '@/components/conversation/lightbox/lightbox';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { PersonNotFound } from '@/components/conversation/person-not-found';
import { MessageList } from '@/components/conversation/timeline/message-list';
import { useMessages } from '@/components/i18n/messages-provider';
import { DetailsPane } from '@/components/navigation/details-pane';
import { useDetails } from '@/components/navigation/use-details';
import { PersonDetails } from '@/components/person/person-details';
import { useIsSelf } from '@/components/person/use-person-name';
import { Dialog } from '@/components/ui/dialog';
import { useConversation } from '@/lib/client/hooks/conversation/use-conversation';
import { useSend } from '@/lib/client/hooks/conversation/use-send';
import { usePerson } from '@/lib/client/hooks/people/use-person';
import { useSharedPhotos } from '@/lib/client/hooks/people/use-shared-photos';
import type { PersonRow } from '@/lib/client/selectors/person-row';

/** One conversation, with whoever `userId` is. */
export function ConversationPane({ userId }: { userId: string }) {
  const { person, notFound } = usePerson(userId);
  if (notFound) return <PersonNotFound />;
  if (!person) return <ConversationSkeleton />;
  return <OpenConversation person={person} />;
}

function OpenConversation({ person }: { person: PersonRow }) {
  const words = useMessages();
  const userId = person._id;
  const isSelf = useIsSelf(userId);
  const conversation = useConversation(userId);
  const send = useSend(userId);
  const images = useAttachments(userId);
  const details = useDetails();
  const composer = useRef<ComposerHandle>(null);
  const [openPhoto, setOpenPhoto] = useState<string | null>(null);

  const { typing } = conversation;
  const photos = useSharedPhotos(userId);
  const actions = useMemo<MessageActions>(
    () => ({
      openPhoto: setOpenPhoto,
      cancelUpload: send.cancelUpload,
      retry: send.retry,
      discard: send.discard,
      edit: (clientId) => composer.current?.restoreDraft(send.takeBack(clientId)),
    }),
    [send],
  );

  const about = (
    <PersonDetails person={person} typing={typing} photos={photos} onOpenPhoto={setOpenPhoto} />
  );
  return (
    <section aria-label={words.chat.conversation} className="flex h-full">
      <DropZone
        label={isSelf ? words.notes.drop : words.composer.drop(person.fullName)}
        onFiles={images.add}
      >
        <ConversationHeader person={person} typing={typing} onToggleDetails={details.toggle} />
        <MessageList
          person={person}
          conversation={conversation}
          actions={actions}
          onSay={send.sendText}
        />
        <Composer
          userId={userId}
          placeholder={
            isSelf ? words.notes.placeholder : words.composer.placeholder(person.fullName)
          }
          send={send}
          images={images}
          handle={composer}
        />
      </DropZone>
      {details.isPaneShown && <DetailsPane>{about}</DetailsPane>}
      <Dialog
        isOpen={details.isSheetOpen}
        onClose={details.closeSheet}
        title={words.people.details}
        kind="sheet"
        showTitle
      >
        {about}
      </Dialog>
      <Lightbox
        shared={photos}
        openKey={openPhoto}
        senderName={person.fullName}
        onShow={setOpenPhoto}
      />
    </section>
  );
}
