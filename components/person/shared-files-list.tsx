'use client';

import FileIcon from 'lucide-react/icons/file';
import Mic from 'lucide-react/icons/mic';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatDay } from '@/components/ui/dates';
import { LoadFailed } from '@/components/ui/load-failed';
import { Spinner } from '@/components/ui/spinner';
import { useSharedFiles } from '@/lib/client/hooks/people/use-shared-files';
import { formatBytes } from '@/lib/client/platform/locale';
import type { SharedFileDto } from '@/lib/shared/dto';
import { formatDuration } from '@/lib/shared/files/file-brief';

const ROW =
  'flex min-h-14 w-full items-center gap-3 rounded-lg px-2 py-1.5 text-start hover:bg-sunken';

interface SharedFilesListProps {
  userId: string;
  onGoTo: (seq: number) => void;
}

/** Files to be had, and voice notes to go to, newest first. */
export function SharedFilesList({ userId, onGoTo }: SharedFilesListProps) {
  const words = useAllMessages();
  const { files, error, isLoading, hasMore, loadMore, retry } = useSharedFiles(userId);
  if (error !== null) {
    return (
      <LoadFailed retryLabel={words.common.retry} onRetry={retry}>
        {words.files.sharedFailed}
      </LoadFailed>
    );
  }
  if (files === null) return <Spinner className="size-5 text-muted" />;
  if (files.length === 0) return <p className="text-muted">{words.files.noneShared}</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <ul aria-label={words.people.sharedFiles} className="-mx-2 flex w-[calc(100%+1rem)] flex-col">
        {files.map((shared) => (
          <li key={shared._id}>
            <SharedFile shared={shared} onGoTo={() => onGoTo(shared.seq)} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="secondary" isPending={isLoading} onClick={loadMore}>
          {words.files.olderShared}
        </Button>
      )}
    </div>
  );
}

function SharedFile({ shared, onGoTo }: { shared: SharedFileDto; onGoTo: () => void }) {
  const words = useAllMessages();
  const clock = useClock();
  const { file, createdAt } = shared;
  const isVoice = file.durationMs !== undefined;
  const Icon = isVoice ? Mic : FileIcon;
  const about = (
    <>
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span dir="auto" className="truncate">
          {isVoice ? words.voice.messageOf(formatDuration(file.durationMs ?? 0)) : file.name}
        </span>
        <span className="text-meta text-muted tabular-nums">
          {formatDay(createdAt, clock, words)} · {formatBytes(file.bytes, clock.locale)}
        </span>
      </span>
    </>
  );
  if (isVoice) {
    return (
      <button type="button" onClick={onGoTo} className={ROW}>
        {about}
      </button>
    );
  }
  return (
    <a href={file.url} download={file.name} className={ROW}>
      <span className="sr-only">{words.files.download}</span>
      {about}
    </a>
  );
}
