'use client';

import { lazy, memo, Suspense } from 'react';
import { ALBUM_WIDTH_PX, albumRatio } from '@/components/conversation/message/album-size';
import { isEmojiOnly } from '@/components/conversation/message/emoji-only';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { MessageImage } from '@/components/conversation/message/message-image';
import { MessageMeta } from '@/components/conversation/message/message-meta';
import { MessageText } from '@/components/conversation/message/message-text';
import { fitImage } from '@/components/conversation/message-parts/fit-image';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { isShallowEqual } from '@/lib/client/store/memo';
import type { SendFailure } from '@/lib/client/store/state';

/** Most conversations have none; the code is loaded when there is one. */
const MessageAlbum = lazy(() =>
  import('@/components/conversation/message/message-album').then((module) => ({
    default: module.MessageAlbum,
  })),
);
const MessageFile = lazy(() =>
  import('@/components/conversation/file/message-file').then((module) => ({
    default: module.MessageFile,
  })),
);
const MessageQuote = lazy(() =>
  import('@/components/conversation/message-parts/message-quote').then((module) => ({
    default: module.MessageQuote,
  })),
);
const MessageVoice = lazy(() =>
  import('@/components/conversation/message-parts/message-voice').then((module) => ({
    default: module.MessageVoice,
  })),
);
const MessagePreview = lazy(() =>
  import('@/components/conversation/message/message-preview').then((module) => ({
    default: module.MessagePreview,
  })),
);
const MessageReactions = lazy(() =>
  import('@/components/conversation/message-parts/message-reactions').then((module) => ({
    default: module.MessageReactions,
  })),
);
const loadRefused = () =>
  import('@/components/conversation/message-parts/change-refused').then(
    (module) => module.ChangeRefused,
  );
const loadFailure = () =>
  import('@/components/conversation/message/message-failure').then(
    (module) => module.MessageFailure,
  );

interface MessageBubbleProps {
  item: ConversationItem;
  /** The pictures that stand together, `item` the first of them; null for a single message. */
  album: readonly ConversationItem[] | null;
  senderName: string;
  isFirst: boolean;
  isLast: boolean;
  actions: MessageActions;
}

/** About as high as the preview will be, for the moment until its code is there. */
const previewRoom = ({ image }: NonNullable<ConversationItem['preview']>) =>
  image ? 'h-72 w-80 max-w-full' : 'h-24 w-80 max-w-full';

/** As high as a file will be, for the moment until its code is there. */
function FileRoom({ file: { video } }: { file: NonNullable<ConversationItem['file']> }) {
  const box = video && fitImage(video);
  return (
    <>
      {box && (
        <div
          style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
          className="max-w-full"
        />
      )}
      <div className="h-15 w-72 max-w-full" />
    </>
  );
}

/** The same image or file will be refused again: another one has to be chosen. */
const isFileRefused = ({ code, reason }: SendFailure) =>
  (code === 'too_large' && reason !== 'file_quota') || code === 'unsupported_type';

export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { item, album, senderName, actions } = props;
  const words = useMessages();
  const isOwn = item.status !== null;
  const failed = (album ?? [item]).filter((each) => each.failure && each.status === 'failed');
  const canRetry = failed.some(({ failure }) => failure && !isFileRefused(failure));
  const refused = (album ?? [item]).find(
    ({ change }) =>
      change?.state === 'refused' && (change.kind === 'edit' || change.kind === 'remove'),
  );
  const ChangeRefused = useOnDemand(refused !== undefined, loadRefused);
  const MessageFailure = useOnDemand(failed.length > 0, loadFailure);
  return (
    <>
      <span id={messageNameId('who', item.key)} className="sr-only">
        {`${isOwn ? words.chat.you : senderName}: `}
      </span>
      <Body {...props} />
      {(album ?? [item]).map(
        (each) =>
          each.reactions.length > 0 && (
            <Suspense key={each.key} fallback={<div className="h-8" />}>
              <MessageReactions
                item={each}
                name={senderName}
                onReact={(emoji) => actions.react(each, emoji)}
              />
            </Suspense>
          ),
      )}
      {refused?.change?.state === 'refused' && ChangeRefused && (
        <ChangeRefused
          change={refused.change}
          onEditAgain={
            refused.deleted
              ? null
              : (text) => {
                  actions.discardChange(refused);
                  actions.startEdit(refused, text);
                }
          }
          onRetry={() => actions.retryChange(refused)}
          onDismiss={() => actions.discardChange(refused)}
        />
      )}
      {failed[0]?.failure && MessageFailure && (
        <MessageFailure
          failure={failed[0].failure}
          onRetry={
            canRetry
              ? () => {
                  for (const { clientId } of failed) actions.retry(clientId);
                }
              : null
          }
          onEdit={
            !canRetry || (item.text && failed.includes(item))
              ? () => {
                  for (const { clientId } of failed) actions.edit(clientId);
                }
              : null
          }
          onDelete={() => {
            for (const { clientId } of failed) actions.discard(clientId);
          }}
        />
      )}
    </>
  );
}, areSame);

function areSame(a: MessageBubbleProps, b: MessageBubbleProps): boolean {
  const { album: left, ...own } = a;
  const { album: right, ...others } = b;
  if (!isShallowEqual(own, others) || left?.length !== right?.length) return false;
  return left === right || (left?.every((item, index) => item === right?.[index]) ?? false);
}

/**
 * The pictures of an album as one message: its caption, the latest time, the lowest status of any.
 */
function summaryOf(album: readonly ConversationItem[], first: ConversationItem): ConversationItem {
  const last = album.at(-1) ?? first;
  const slowest =
    album.find(({ status }) => status === 'failed') ??
    album.find(({ status }) => status === 'sending') ??
    last;
  return { ...last, key: first.key, text: first.text, status: slowest.status };
}

function Body({ item: first, album, senderName, isFirst, isLast, actions }: MessageBubbleProps) {
  const words = useMessages();
  const zone = useZone();
  const item = album ? summaryOf(album, first) : first;
  const isOwn = item.status !== null;
  const { image, file, text, replyTo, forwarded, preview } = item;

  const isVoice = file?.durationMs !== undefined;

  if (item.deleted) {
    return (
      <p
        id={messageNameId('text', item.key)}
        data-bubble
        className="rounded-bubble px-3 py-2 text-message text-muted italic ring-1 ring-line ring-inset"
      >
        {isOwn ? words.chat.deletedOwn : words.people.deleted}
      </p>
    );
  }
  if (!image && !file && !replyTo && !forwarded && isEmojiOnly(text)) {
    return (
      <div
        data-bubble
        className={classNames('flex flex-col gap-1 py-1', isOwn ? 'items-end' : 'items-start')}
      >
        <span id={messageNameId('text', item.key)} data-text className="text-5xl leading-tight">
          {text.trim()}
        </span>
        <MessageMeta item={item} className="text-muted" />
      </div>
    );
  }

  const labelOf = ({ createdAt }: ConversationItem) => {
    const when = formatFull(createdAt, zone);
    return isOwn ? words.chat.imageOwn(when) : words.chat.imageFrom(senderName, when);
  };
  return (
    <div
      data-bubble
      className={classNames(
        'max-w-[min(88%,36rem)] overflow-hidden rounded-bubble',
        // The usual colour of a selection is too near that of one's own bubble.
        isOwn
          ? 'bg-bubble-own text-on-accent selection:bg-white selection:text-bubble-own'
          : 'bg-bubble',
        isOwn && !isFirst && 'rounded-se-md',
        isOwn && !isLast && 'rounded-ee-md',
        !isOwn && !isFirst && 'rounded-ss-md',
        !isOwn && !isLast && 'rounded-es-md',
        item.status === 'failed' && 'ring-2 ring-danger',
      )}
    >
      {(replyTo || forwarded) && (
        <div className="flex flex-col px-1.5 pt-1.5">
          {forwarded && (
            <span
              id={messageNameId('forwarded', item.key)}
              className={classNames(
                'px-1.5 text-meta italic',
                isOwn ? 'text-on-accent/90' : 'text-muted',
              )}
            >
              {words.chat.forwarded}
            </span>
          )}
          {replyTo && (
            <Suspense fallback={<div className="mb-1 h-12" />}>
              <MessageQuote
                messageKey={item.key}
                quote={replyTo}
                name={senderName}
                isOwn={isOwn}
                onJump={actions.jumpTo}
              />
            </Suspense>
          )}
        </div>
      )}
      {image && (
        <div className="relative">
          <div id={messageNameId('picture', item.key)}>
            {album ? (
              <Suspense
                fallback={
                  <div
                    style={{ width: ALBUM_WIDTH_PX, aspectRatio: albumRatio(album.length) }}
                    className="max-w-full"
                  />
                }
              >
                <MessageAlbum items={album} labelOf={labelOf} actions={actions} />
              </Suspense>
            ) : (
              <MessageImage
                image={image}
                label={labelOf(item)}
                progress={item.status === 'sending' ? item.progress : null}
                onOpen={item.status === 'failed' ? null : () => actions.openPhoto(item.key)}
                onCancel={() => actions.cancelUpload(item.clientId)}
              />
            )}
          </div>
          {!text && (
            <MessageMeta
              item={item}
              className="pointer-events-none absolute end-2 bottom-2 rounded-full bg-black/60 px-2 py-0.5 text-white"
            />
          )}
        </div>
      )}
      {file && !isVoice && (
        <Suspense fallback={<FileRoom file={file} />}>
          <MessageFile
            messageKey={item.key}
            file={file}
            isOwn={isOwn}
            isStored={item.message !== null}
            progress={item.status === 'sending' ? item.progress : null}
            onCancel={() => actions.cancelUpload(item.clientId)}
          />
        </Suspense>
      )}
      {isVoice && (
        <Suspense fallback={<div className="h-14 w-72 max-w-full" />}>
          <MessageVoice item={item} senderName={senderName} />
        </Suspense>
      )}
      {file && !text && (
        <div className="flex justify-end px-3 pb-1.5">
          <MessageMeta item={item} className={isOwn ? 'text-on-accent/90' : 'text-muted'} />
        </div>
      )}
      {text && (
        <div className={classNames('px-3 py-1.5', image && 'w-60 min-w-full')}>
          <MessageText item={item} isOwn={isOwn} />
        </div>
      )}
      {preview && (
        <Suspense fallback={<div className={previewRoom(preview)} />}>
          <MessagePreview messageKey={item.key} preview={preview} isOwn={isOwn} />
        </Suspense>
      )}
    </div>
  );
}
