'use client';

import X from 'lucide-react/icons/x';
import { fitImage } from '@/components/conversation/message/fit-image';
import { useWords } from '@/components/i18n/words-provider';
import { FailedPicture } from '@/components/ui/failed-picture';
import { Picture } from '@/components/ui/picture';
import { ProgressRing } from '@/components/ui/progress-ring';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { ConversationItem } from '@/lib/client/types';

interface MessageImageProps {
  image: NonNullable<ConversationItem['image']>;
  /** What a screen reader hears: whose picture, and when. */
  label: string;
  /** 0 to 1 while it uploads. */
  progress: number | null;
  onOpen: () => void;
  onCancel: () => void;
}

/** A picture in a box that has its final size from the start. */
export function MessageImage({ image, label, progress, onOpen, onCancel }: MessageImageProps) {
  const words = useWords();
  const { width, height } = fitImage(image);
  const load = usePictureLoad(image.url);
  // A file of this device that the browser cannot draw (a HEIC, mostly): trying again cannot help.
  const isUndrawable = load.state === 'failed' && image.name !== undefined;
  const hasFailed = load.state === 'failed' && !isUndrawable;
  const failedLabel = isUndrawable ? image.name || words.pictures.noPreview : words.common.retry;
  return (
    <div className="relative max-w-full" style={{ width, aspectRatio: `${width} / ${height}` }}>
      <button
        type="button"
        aria-label={
          hasFailed
            ? words.pictures.failedPhoto(label)
            : isUndrawable
              ? label
              : `${words.chat.openImage}: ${label}`
        }
        disabled={isUndrawable}
        onClick={hasFailed ? load.retry : onOpen}
        className="block size-full focus-visible:-outline-offset-4 focus-visible:outline-white"
      >
        <Picture
          src={image.url}
          alt=""
          width={width}
          height={height}
          load={load}
          failed={<FailedPicture label={failedLabel} />}
          placeholder={image.placeholder}
          isLazy
          className="size-full bg-sunken"
        />
      </button>
      {progress !== null && (
        <div className="absolute inset-0 flex items-center justify-center bg-black/35">
          <button
            type="button"
            aria-label={words.status.cancelUpload}
            onClick={onCancel}
            className="relative flex size-14 items-center justify-center rounded-full bg-black/60 text-white hover:bg-black/75"
          >
            <ProgressRing
              value={progress}
              label={words.status.uploading(Math.round(progress * 100))}
            />
            <X className="size-5" aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
}
