'use client';

import { useEffect, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatTime } from '@/components/ui/dates';
import { FailedPicture } from '@/components/ui/failed-picture';
import { Picture } from '@/components/ui/picture';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { PlannedPicture } from '@/lib/client/import/hand-in/plan-import';
import type { ImportedMessageInput } from '@/lib/shared/import/import-schemas';

const SIDE_PX = 128;

interface SampleMessageProps {
  message: ImportedMessageInput;
  picture: PlannedPicture | null;
  /** Who wrote it. */
  name: string;
}

/** A message of a history about as it will look in the conversation. */
export function SampleMessage({ message, picture, name }: SampleMessageProps) {
  const words = useMessages();
  const zone = useZone();
  const { isMine, text, createdAt } = message;
  return (
    <li
      className={classNames(
        'flex w-fit max-w-[88%] flex-col gap-1 rounded-bubble px-3 py-1.5 text-message',
        isMine ? 'self-end bg-bubble-own text-on-accent' : 'self-start bg-bubble',
      )}
    >
      <span className="sr-only">{`${isMine ? words.chat.you : name}: `}</span>
      {picture && <SamplePicture picture={picture} />}
      {text && (
        <p dir="auto" className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">
          {text}
        </p>
      )}
      <p
        dir="ltr"
        className={classNames(
          'self-end text-meta tabular-nums',
          isMine ? 'text-on-accent/90' : 'text-muted',
        )}
      >
        <span>{words.chat.imported}</span>{' '}
        <time dateTime={createdAt} dir="auto">
          {formatTime(createdAt, zone)}
        </time>
      </p>
    </li>
  );
}

/** A picture of the export, which is read when it is to be shown. */
function SamplePicture({ picture: { file, name } }: { picture: PlannedPicture }) {
  const [url, setUrl] = useState<string | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let isOver = false;
    file.blob().then(
      (blob) => {
        if (isOver) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      () => setIsUnreadable(true),
    );
    return () => {
      isOver = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file]);
  return (
    <span
      className="block overflow-hidden rounded-lg bg-sunken"
      style={{ width: SIDE_PX, height: SIDE_PX }}
    >
      {url && <Shown url={url} name={name} />}
      {isUnreadable && <FailedPicture label={name} />}
    </span>
  );
}

function Shown({ url, name }: { url: string; name: string }) {
  const load = usePictureLoad(url);
  return (
    <Picture
      src={url}
      alt={name}
      width={SIDE_PX}
      height={SIDE_PX}
      load={load}
      failed={<FailedPicture label={name} />}
      className="size-full"
    />
  );
}
