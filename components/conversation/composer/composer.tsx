'use client';

import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import type { useAttachments } from '@/components/conversation/composer/attachments';
import {
  doesEnterSend,
  enterChoice,
  isSendKey,
} from '@/components/conversation/composer/enter-key';
import { ImageButton } from '@/components/conversation/composer/image-button';
import { SendButton } from '@/components/conversation/composer/send-button';
import { useTypeAnywhere } from '@/components/conversation/composer/use-type-anywhere';
import { useEmojiPanel } from '@/components/emoji/use-emoji-panel';
import { useMessages } from '@/components/i18n/messages-provider';
import { AutoGrowTextArea } from '@/components/ui/auto-grow-text-area';
import { classNames } from '@/components/ui/class-names';
import { useMediaQuery } from '@/components/ui/use-media-query';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { useDraft } from '@/lib/client/hooks/conversation/use-draft';
import type { SendActions } from '@/lib/client/hooks/conversation/use-send';
import { useTypingReporter } from '@/lib/client/hooks/conversation/use-typing-reporter';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';
import type { TakenBack } from '@/lib/client/outbox/outbox-storage';
import { countCharacters, TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';
import { trimEmptyLines } from '@/lib/shared/text';

/** The counter shows once this few characters are left. */
const COUNTER_FROM = 200;
const MAX_LINES = 8;

const loadStrip = () =>
  import('@/components/conversation/composer/attachment-strip').then(
    (module) => module.AttachmentStrip,
  );
const loadCompletion = () =>
  import('@/components/emoji/emoji-completion').then((module) => module.EmojiCompletion);

export interface ComposerHandle {
  /** Puts the content of a message that could not be sent into the field, and takes the focus. */
  restoreDraft: (content: TakenBack) => void;
}

interface ComposerProps {
  userId: string;
  /** What stands in it while it is empty. */
  placeholder: string;
  send: SendActions;
  images: ReturnType<typeof useAttachments>;
  handle: RefObject<ComposerHandle | null>;
}

/**
 * Whether a paste of files with a text beside them means the files: word processors add a picture of
 * the text, and there the text is meant; macOS's Finder adds the files' names.
 */
function areFilesMeant(files: readonly File[], text: string): boolean {
  const names = new Set(files.map(({ name }) => name.normalize()));
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim().normalize())
    .every((line) => line === '' || names.has(line));
}

function describedBy(left: number): string | undefined {
  if (left < 0) return 'composer-too-long';
  return left <= COUNTER_FROM ? 'composer-counter' : undefined;
}

export function Composer({ userId, placeholder, send, images, handle }: ComposerProps) {
  const words = useMessages();
  const { draft, setDraft } = useDraft(userId);
  const reporter = useTypingReporter(userId);
  const inputRef = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useTypeAnywhere(inputRef);
  const emoji = useEmojiPanel({ field: inputRef, surroundings: form });
  const hasColon = draft.includes(':');
  const Completion = useOnDemand(hasColon, loadCompletion);
  const isTouch = useMediaQuery('(pointer: coarse)');
  const enterSends = doesEnterSend(useStoredValue(enterChoice, 'automatic'), isTouch);
  const { attachments, problem, notice, isAdding } = images;
  const Strip = useOnDemand(attachments.length > 0, loadStrip);

  const left = TEXT_MAX_CHARACTERS - countCharacters(trimEmptyLines(draft));
  const hasContent = draft.trim() !== '' || attachments.length > 0;
  const canSend = hasContent && left >= 0 && !isAdding;

  // Those with a keyboard want to write at once; on touch it would cover half the screen.
  useEffect(() => {
    const area = inputRef.current;
    // Behind the draft that was there already.
    area?.setSelectionRange(area.value.length, area.value.length);
    if (matchMedia('(pointer: fine)').matches) area?.focus({ preventScroll: true });
  }, []);

  useImperativeHandle(handle, () => ({
    restoreDraft: ({ text, file }) => {
      // The text being written stays; the restored text is put before it.
      if (text) setDraft([text, draft].filter(Boolean).join('\n'));
      if (file) void images.add([file]);
      inputRef.current?.focus();
    },
  }));

  const submit = () => {
    if (!canSend) return;
    const text = trimEmptyLines(draft);
    if (attachments.length > 0) images.handOver((chosen) => send.sendImages(chosen, text));
    else send.sendText(text);
    setDraft('');
    reporter.stop();
    // While the emoji take the keyboard's place, the focus would open the keyboard.
    if (!(emoji.isOpen && isTouch)) inputRef.current?.focus();
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An Enter that confirms a word of an input method does not send (229: Safari).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (!isSendKey(event, enterSends)) return;
    event.preventDefault();
    submit();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !areFilesMeant(files, event.clipboardData.getData('text/plain'))) {
      return;
    }
    event.preventDefault();
    void images.add(files);
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
      {left < 0 && (
        <p id="composer-too-long" className="px-2 pb-2 text-sm text-danger">
          {words.composer.tooLong(-left)}
        </p>
      )}
      {Completion && hasColon && <Completion field={inputRef} />}
      <div className="flex flex-col rounded-[1.375rem] bg-surface ring-1 ring-control/60 transition-shadow ring-inset focus-within:ring-accent">
        {Strip && <Strip attachments={attachments} onRemove={images.remove} />}
        {/* With very large text the buttons make room by going below. */}
        <div className="flex flex-wrap items-end justify-end">
          <ImageButton
            onFiles={(files) => {
              void images.add(files);
              inputRef.current?.focus();
            }}
          />
          <AutoGrowTextArea
            inputRef={inputRef}
            value={draft}
            maxLines={MAX_LINES}
            aria-label={words.composer.label}
            aria-describedby={describedBy(left)}
            aria-invalid={left < 0 || undefined}
            placeholder={attachments.length > 0 ? words.composer.caption : placeholder}
            // Empty, it shows words of the page's direction.
            dir={draft ? 'auto' : undefined}
            enterKeyHint={enterSends ? 'send' : 'enter'}
            onChange={(event) => {
              setDraft(event.target.value);
              reporter.onInput(event.target.value);
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
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
          <SendButton isDisabled={!canSend} />
        </div>
      </div>
      {emoji.panel}
    </form>
  );
}
