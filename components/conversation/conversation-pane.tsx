'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useAttachments } from '@/components/conversation/composer/attachments';
import { Composer, type ComposerHandle } from '@/components/conversation/composer/composer';
import { ConversationHeader } from '@/components/conversation/conversation-header';
import { ConversationSkeleton } from '@/components/conversation/conversation-skeleton';
import { DropZone } from '@/components/conversation/drop-zone';
import { useJump } from '@/components/conversation/jump/use-jump';
import { useOpening, usePlaces } from '@/components/conversation/jump/use-places';
import { Lightbox } from '@/components/conversation/lightbox/lightbox';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { PersonNotFound } from '@/components/conversation/person-not-found';
import { useSearchBar } from '@/components/conversation/search/use-search-bar';
import { MessageList } from '@/components/conversation/timeline/message-list';
import { useMessages } from '@/components/i18n/messages-provider';
import { BESIDE_DETAILS, DetailsPane } from '@/components/navigation/details-pane';
import { useDetails } from '@/components/navigation/use-details';
import { PersonDetails } from '@/components/person/person-details';
import { useIsSelf } from '@/components/person/use-person-name';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useConversation } from '@/lib/client/hooks/conversation/use-conversation';
import { useSend } from '@/lib/client/hooks/conversation/use-send';
import { usePerson } from '@/lib/client/hooks/people/use-person';
import { useSharedPhotos } from '@/lib/client/hooks/people/use-shared-photos';
import type { PersonRow } from '@/lib/client/selectors/person-row';

const loadSearch = () =>
  import('@/components/conversation/search/conversation-search').then(
    (module) => module.ConversationSearch,
  );
const loadDateDialog = () =>
  import('@/components/conversation/jump/date-dialog').then((module) => module.DateDialog);

const loadPersonLine = () =>
  import('@/components/person/options/person-line').then((module) => module.PersonLine);

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
  const opening = useOpening();
  const conversation = useConversation(userId, opening);
  usePlaces(userId);
  const { jumpTo } = useJump(userId);
  const send = useSend(userId);
  const images = useAttachments(userId);
  const details = useDetails();
  const composer = useRef<ComposerHandle>(null);
  const [openPhoto, setOpenPhoto] = useState<string | null>(null);

  const [dateAt, setDateAt] = useState<string | null>(null);
  const [isDateOpen, setIsDateOpen] = useState(false);
  const closeDate = useCallback(() => setIsDateOpen(false), []);
  const openDate = useCallback((at: string | null) => {
    setDateAt(at);
    setIsDateOpen(true);
  }, []);
  const goToDate = useCallback(() => openDate(null), [openDate]);
  const DateDialog = useOnDemand(isDateOpen, loadDateDialog);

  const isEmpty = conversation.lastSeq === 0;
  const search = useSearchBar(isEmpty);
  const SearchBar = useOnDemand(search.isOpen, loadSearch);

  const { request, importPending } = person.settings;
  const hasLine = person.blocked || request || importPending || false;
  const PersonLine = useOnDemand(hasLine, loadPersonLine);

  const { typing } = conversation;
  const photos = useSharedPhotos(userId);
  const actions = useMemo<MessageActions>(
    () => ({
      ...send,
      openPhoto: setOpenPhoto,
      toComposer: () => composer.current?.focus(),
      edit: (clientId) => composer.current?.restoreDraft(send.takeBack(clientId)),
      reply: (item) => composer.current?.reply(item),
      startEdit: (item, text) => composer.current?.edit(item, text),
      jumpTo,
    }),
    [send, jumpTo],
  );

  const about = (
    <PersonDetails
      person={person}
      typing={typing}
      photos={photos}
      onOpenPhoto={setOpenPhoto}
      onGoTo={jumpTo}
    />
  );
  return (
    <section
      aria-label={words.chat.conversation}
      className={classNames('flex h-full', details.isPaneShown && BESIDE_DETAILS)}
    >
      <DropZone
        label={isSelf ? words.notes.drop : words.composer.drop(person.fullName)}
        onFiles={images.add}
      >
        <ConversationHeader
          person={person}
          typing={typing}
          firstUnseenSeq={conversation.firstUnseenSeq}
          isEmpty={isEmpty}
          onSearch={search.open}
          onGoToDate={goToDate}
          onToggleDetails={details.toggle}
        />
        {SearchBar && search.isOpen && <SearchBar userId={userId} onClose={search.close} />}
        <MessageList
          person={person}
          conversation={conversation}
          opening={opening}
          onGoToDate={openDate}
          actions={actions}
          onSay={send.sendText}
        />
        {PersonLine && hasLine && <PersonLine person={person} />}
        {person.blocked ? null : person.deleted ? (
          <p className="p-4 pb-[max(1rem,env(safe-area-inset-bottom))] text-center text-muted">
            {words.people.deletedAccountHint}
          </p>
        ) : (
          <Composer
            userId={userId}
            name={person.fullName}
            placeholder={
              isSelf ? words.notes.placeholder : words.composer.placeholder(person.fullName)
            }
            send={send}
            images={images}
            handle={composer}
          />
        )}
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
      {DateDialog && (
        <DateDialog userId={userId} openAt={dateAt} isOpen={isDateOpen} onClose={closeDate} />
      )}
      <Lightbox
        shared={photos}
        openKey={openPhoto}
        senderName={person.fullName}
        onShow={setOpenPhoto}
      />
    </section>
  );
}
