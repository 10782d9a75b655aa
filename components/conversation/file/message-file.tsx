'use client';

import FileIcon from 'lucide-react/icons/file';
import X from 'lucide-react/icons/x';
import { MessageVideo } from '@/components/conversation/file/message-video';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { ProgressRing } from '@/components/ui/progress-ring';
import { formatBytes } from '@/lib/client/platform/locale';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageFileProps {
  messageKey: string;
  file: NonNullable<ConversationItem['file']>;
  isOwn: boolean;
  /** It is with the server, and can be had there. */
  isStored: boolean;
  /** 0 to 1 while it uploads. */
  progress: number | null;
  onCancel: () => void;
}

const ROW = 'flex min-h-14 w-72 max-w-full items-center gap-3 px-3 py-2 text-start';

/** A file of any kind: what it is called, how large it is, and the way to have it. */
export function MessageFile(props: MessageFileProps) {
  const { messageKey, file, isOwn, isStored, progress, onCancel } = props;
  const words = useAllMessages();
  const { locale } = useZone();
  const size = formatBytes(file.bytes, locale);
  const muted = isOwn ? 'text-on-accent/90' : 'text-muted';
  const about = (
    <span id={messageNameId('file', messageKey)} className="flex min-w-0 flex-1 flex-col">
      <span dir="auto" className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
        {file.name}
      </span>
      <span className={classNames('text-meta tabular-nums', muted)}>
        {progress === null ? size : words.files.progress(Math.round(progress * 100), size)}
      </span>
    </span>
  );
  if (progress !== null) {
    return (
      <div className={ROW}>
        <button
          type="button"
          aria-label={words.status.cancelUpload}
          onClick={onCancel}
          className="relative flex size-11 shrink-0 items-center justify-center rounded-full bg-black/60 text-white hover:bg-black/75"
        >
          <ProgressRing
            value={progress}
            label={words.status.uploading(Math.round(progress * 100))}
          />
          <X className="size-4" aria-hidden="true" />
        </button>
        {about}
      </div>
    );
  }
  const icon = (
    <span
      className={classNames(
        'flex size-11 shrink-0 items-center justify-center rounded-full',
        isOwn ? 'bg-black/15' : 'bg-surface/70',
      )}
    >
      <FileIcon className="size-5" aria-hidden="true" />
    </span>
  );
  if (!isStored) {
    return (
      <div className={ROW}>
        {icon}
        {about}
      </div>
    );
  }
  const link = (
    <a
      href={file.url}
      download={file.name}
      className={`${ROW} rounded-bubble hover:underline focus-visible:-outline-offset-2 focus-visible:outline-current`}
    >
      {icon}
      <span className="sr-only">{words.files.download}</span>
      {about}
    </a>
  );
  if (!file.video) return link;
  return (
    <>
      <MessageVideo url={file.url} name={file.name} video={file.video} />
      {link}
    </>
  );
}
