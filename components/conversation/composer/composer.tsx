'use client';

import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { AttachButton } from '@/components/conversation/composer/attach-button';
import type { useAttachments } from '@/components/conversation/composer/attachments';
import {
  doesEnterSend,
  enterChoice,
  isSendKey,
} from '@/components/conversation/composer/enter-key';
import { markOfKey } from '@/components/conversation/composer/mark-key';
import { SendButton } from '@/components/conversation/composer/send-button';
import { useComposerMode } from '@/components/conversation/composer/use-composer-mode';
import { usePaste } from '@/components/conversation/composer/use-paste';
import { useTypeAnywhere } from '@/components/conversation/composer/use-type-anywhere';
import { useEmojiPanel } from '@/components/emoji/use-emoji-panel';
import { useMessages } from '@/components/i18n/messages-provider';
import { useServerFacts } from '@/components/invitation/server-facts';
import { AutoGrowTextArea } from '@/components/ui/auto-grow-text-area';
import { classNames } from '@/components/ui/class-names';
import { useMediaQuery } from '@/components/ui/use-media-query';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useVoicePanel } from '@/components/voice/use-voice-panel';
import { VoiceButton } from '@/components/voice/voice-button';

import { useTypingReporter } from '@/lib/client/hooks/conversation/use-typing-reporter';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';
import type { TakenBack } from '@/lib/client/outbox/outbox-storage';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { SendActions } from '@/lib/client/send-actions';
import { firstLink } from '@/lib/shared/formatting/first-link';
import { countCharacters, TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';
import { trimEmptyLines } from '@/lib/shared/text';

/** The counter shows once this few characters are left. */
const COUNTER_FROM = 200;
const MAX_LINES = 8;
/** A second press as soon as that belongs to the first. */
const PRESSED_AGAIN_MS = 500;

const loadStrip = () =>
  import('@/components/conversation/composer/attachment-strip').then(
    (module) => module.AttachmentStrip,
  );
const loadToggleMark = () =>
  import('@/components/conversation/composer/toggle-mark').then((module) => module.toggleMark);
const loadBar = () =>
  import('@/components/conversation/composer/composer-bar').then((module) => module.ComposerBar);
const loadPreviewLine = () =>
  import('@/components/conversation/composer/preview-line').then((module) => module.PreviewLine);
const loadCompletion = () =>
  import('@/components/emoji/emoji-completion').then((module) => module.EmojiCompletion);

export interface ComposerHandle {
  /** Puts the content of a message that could not be sent into the field, and takes the focus. */
  restoreDraft: (content: TakenBack) => void;
  focus: () => void;
  /** Begins an answer, or a change, with the message's own text or another. */
  reply: (item: ConversationItem) => void;
  edit: (item: ConversationItem, text?: string) => void;
}

interface ComposerProps {
  userId: string;
  /** Of the other person. */
  name: string;
  /** What stands in it while it is empty. */
  placeholder: string;
  send: SendActions;
  images: ReturnType<typeof useAttachments>;
  handle: RefObject<ComposerHandle | null>;
}

/** A glance, so that most texts are not read through while they are written. */
const MAY_HOLD_LINK = /\S\.\S|:\/\//;

function describedBy(left: number): string | undefined {
  if (left < 0) return 'composer-too-long';
  return left <= COUNTER_FROM ? 'composer-counter' : undefined;
}

export function Composer(props: ComposerProps) {
  const { userId, name, placeholder, send, images, handle } = props;
  const words = useMessages();
  const mode = useComposerMode(userId);
  const { text, setText, draft, setDraft, reply, edited } = mode;
  /** An edit left nothing of the message: whether to delete it is asked. */
  const [isEmptied, setIsEmptied] = useState(false);
  /** The pictures go as files, untouched. */
  const [isOriginal, setIsOriginal] = useState(false);
  const about = edited ?? reply;
  const Bar = useOnDemand(about !== null, loadBar);
  const reporter = useTypingReporter(userId);
  const inputRef = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const sentAt = useRef(Number.NEGATIVE_INFINITY);
  useTypeAnywhere(inputRef);
  const emoji = useEmojiPanel({ field: inputRef, surroundings: form });
  const hasColon = text.includes(':');
  const Completion = useOnDemand(hasColon, loadCompletion);
  const isTouch = useMediaQuery('(pointer: coarse)');
  const enterSends = doesEnterSend(useStoredValue(enterChoice, 'automatic'), isTouch);
  const { attachments, problem, notice, isAdding } = images;
  const paste = usePaste({ field: inputRef, onFiles: (files) => void images.add(files) });
  const { linkPreviews } = useServerFacts();
  // A change keeps what the message has, and with a picture there is none.
  const mayPreview =
    linkPreviews && !edited && attachments.length === 0 && MAY_HOLD_LINK.test(text);
  const PreviewLine = useOnDemand(mayPreview, loadPreviewLine);
  const Strip = useOnDemand(attachments.length > 0, loadStrip);

  const voice = useVoicePanel(userId, () => {
    // Once it is there again; on touch that would open the keyboard.
    if (!isTouch) requestAnimationFrame(() => inputRef.current?.focus());
  });
  const VoicePanel = edited ? null : voice.Panel;

  const left = TEXT_MAX_CHARACTERS - countCharacters(trimEmptyLines(text));
  const hasContent = text.trim() !== '' || attachments.length > 0;
  const canSend = edited ? left >= 0 : hasContent && left >= 0 && !isAdding;

  // Those with a keyboard want to write at once; on touch it would cover half the screen.
  useEffect(() => {
    const area = inputRef.current;
    // Behind the draft that was there already.
    area?.setSelectionRange(area.value.length, area.value.length);
    if (matchMedia('(pointer: fine)').matches) area?.focus({ preventScroll: true });
  }, []);

  // What is to be changed stands there at once, the caret behind it.
  const editedKey = edited?.key;
  useEffect(() => {
    const area = inputRef.current;
    if (!area || editedKey === undefined) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [editedKey]);

  useImperativeHandle(handle, () => ({
    focus: () => inputRef.current?.focus(),
    reply: (item) => {
      mode.setReply(item);
      inputRef.current?.focus();
    },
    edit: mode.edit,
    restoreDraft: ({ text: restored, file }) => {
      // The text being written stays; the restored text is put before it.
      if (restored) setDraft([restored, draft].filter(Boolean).join('\n'));
      if (file) void images.add([file]);
      inputRef.current?.focus();
    },
  }));

  const submit = () => {
    if (!canSend) return;
    const kept = trimEmptyLines(text);
    if (edited) {
      // Not what changes nothing; a picture or a file can do without words.
      if (kept === '' && !edited.image && !edited.file) {
        setIsEmptied(true);
        return;
      }
      if (kept !== edited.text) send.edit(edited, kept);
      mode.stopEditing();
      return;
    }
    const isWithout = mode.unpreviewed !== '' && firstLink(kept) === mode.unpreviewed;
    const options = {
      replyTo: reply?.message ?? undefined,
      ...(isWithout && { preview: false as const }),
    };
    if (attachments.length > 0) {
      images.handOver((all) => send.sendAttachments(all, kept, options), isOriginal);
      setIsOriginal(false);
    } else send.sendText(kept, options);
    sentAt.current = performance.now();
    setDraft('');
    mode.setReply(null);
    mode.setUnpreviewed('');
    reporter.stop();
    // While the emoji take the keyboard's place, the focus would open the keyboard.
    if (!(emoji.isOpen && isTouch)) inputRef.current?.focus();
  };

  // Whoever presses Send twice does not want to speak.
  const isMeant = () => performance.now() - sentAt.current > PRESSED_AGAIN_MS;
  const cancel = () => {
    setIsEmptied(false);
    if (edited) mode.stopEditing();
    else mode.setReply(null);
    inputRef.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that confirms a word of an input method does not send (229: Safari).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    paste.noteKey(event);
    const mark = markOfKey(event);
    const field = inputRef.current;
    if (mark && field) {
      event.preventDefault();
      loadToggleMark().then(
        (toggleMark) => toggleMark(field, mark),
        () => undefined,
      );
      return;
    }
    if (event.key === 'Escape' && about && !event.defaultPrevented) {
      event.preventDefault();
      cancel();
      return;
    }
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    const last =
      event.key === 'ArrowUp' && isPlain && text === '' && !about ? mode.findLastOwn() : null;
    if (last) {
      event.preventDefault();
      mode.edit(last);
      return;
    }
    if (!isSendKey(event, enterSends)) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      ref={form}
      onSubmit={onSubmit}
      className="relative mx-auto w-full max-w-3xl shrink-0 px-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-4 sm:pb-[max(1rem,env(safe-area-inset-bottom))]"
    >
      <p
        role="alert"
        className="px-2 text-sm whitespace-pre-line text-danger empty:hidden not-empty:pb-2"
      >
        {problem}
      </p>
      <p
        role="status"
        className="px-2 text-sm whitespace-pre-line text-muted empty:hidden not-empty:pb-2"
      >
        {notice}
      </p>
      <p role="status" className="sr-only">
        {voice.said}
      </p>
      {left < 0 && (
        <p id="composer-too-long" className="px-2 pb-2 text-sm text-danger">
          {words.composer.tooLong(-left)}
        </p>
      )}
      {Completion && hasColon && <Completion field={inputRef} />}
      <div className="flex flex-col rounded-[1.375rem] bg-surface ring-1 ring-control/60 transition-shadow ring-inset focus-within:ring-accent">
        {Bar && about && (
          <Bar
            userId={userId}
            item={about}
            isEdit={edited !== null}
            name={name}
            isEmptied={isEmptied}
            onRemove={send.remove}
            onCancel={cancel}
          />
        )}
        {PreviewLine && mayPreview && (
          <PreviewLine
            text={text}
            declined={mode.unpreviewed}
            onDecline={(link) => {
              mode.setUnpreviewed(link);
              inputRef.current?.focus();
            }}
          />
        )}
        {Strip && !edited && (
          <Strip
            attachments={attachments}
            onReplace={images.replace}
            onRemove={images.remove}
            isOriginal={isOriginal}
            onOriginal={setIsOriginal}
          />
        )}
        {VoicePanel && (
          <VoicePanel
            key={userId}
            userId={userId}
            press={voice.press}
            onSend={(note) => {
              send.sendVoice(note, { replyTo: reply?.message ?? undefined });
              mode.setReply(null);
            }}
            onClose={voice.close}
          />
        )}
        {/* With very large text the buttons make room by going below. */}
        <div
          className={classNames('flex-wrap items-end justify-end', VoicePanel ? 'hidden' : 'flex')}
        >
          <AttachButton
            onFiles={(files) => {
              void images.add(files);
              inputRef.current?.focus();
            }}
          />
          <AutoGrowTextArea
            inputRef={inputRef}
            value={text}
            maxLines={MAX_LINES}
            aria-label={words.composer.label}
            aria-describedby={describedBy(left)}
            aria-invalid={left < 0 || undefined}
            placeholder={attachments.length > 0 ? words.composer.caption : placeholder}
            // Empty, it shows words of the page's direction.
            dir={text ? 'auto' : undefined}
            enterKeyHint={enterSends ? 'send' : 'enter'}
            onChange={(event) => {
              setText(event.target.value);
              if (!edited) reporter.onInput(event.target.value);
            }}
            onKeyDown={onKeyDown}
            onPaste={paste.onPaste}
            onBlur={reporter.stop}
            className="block max-h-[calc(var(--app-height,100dvh)*0.4)] min-w-0 flex-[1_1_8rem] resize-none bg-transparent py-2.5 text-base leading-6 outline-none placeholder:truncate"
          />
          {left <= COUNTER_FROM && (
            <output
              id="composer-counter"
              aria-label={words.common.charactersLeft(left)}
              className={classNames(
                'px-2 pb-3.5 text-meta tabular-nums',
                left < 0 ? 'font-semibold text-danger' : 'text-muted',
              )}
            >
              {words.composer.counter(left)}
            </output>
          )}
          {emoji.button}
          {hasContent || edited || isAdding ? (
            <SendButton isDisabled={!canSend} isEdit={edited !== null} />
          ) : (
            !VoicePanel && (
              <VoiceButton surroundings={form} isMeant={isMeant} onRecord={voice.record} />
            )
          )}
        </div>
      </div>
      {emoji.panel}
    </form>
  );
}
