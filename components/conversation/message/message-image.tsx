'use client';

import { fitImage } from '@/components/conversation/message-parts/fit-image';
import { useMessages } from '@/components/i18n/messages-provider';
import { FailedPicture } from '@/components/ui/failed-picture';
import { Picture } from '@/components/ui/picture';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

const loadUploadOverlay = () =>
  import('@/components/conversation/message/upload-overlay').then((module) => module.UploadOverlay);

interface MessageImageProps {
  image: NonNullable<ConversationItem['image']>;
  /** What a screen reader hears: whose picture, and when. */
  label: string;
  /** 0 to 1 while it uploads. */
  progress: number | null;
  /** null for one that could not be sent: the lightbox does not have it. */
  onOpen: (() => void) | null;
  onCancel: () => void;
}

/** A picture in a box that has its final size from the start. */
export function MessageImage({ image, label, progress, onOpen, onCancel }: MessageImageProps) {
  const words = useMessages();
  const { width, height } = fitImage(image);
  const load = usePictureLoad(image.url);
  // A file of this device that the browser cannot draw (a HEIC, mostly): trying again cannot help.
  const isUndrawable = load.state === 'failed' && image.name !== undefined;
  const hasFailed = load.state === 'failed' && !isUndrawable;
  const undrawn = isUndrawable ? image.name || words.pictures.noPreview : '';
  const UploadOverlay = useOnDemand(progress !== null, loadUploadOverlay);
  const picture = {
    src: image.url,
    width,
    height,
    load,
    placeholder: image.placeholder,
    isLazy: true,
    className: 'size-full bg-sunken',
  };
  return (
    <div className="relative max-w-full" style={{ width, aspectRatio: `${width} / ${height}` }}>
      {onOpen && !isUndrawable ? (
        <button
          type="button"
          aria-label={
            hasFailed ? words.pictures.failedPhoto(label) : `${words.chat.openImage}: ${label}`
          }
          onClick={hasFailed ? load.retry : onOpen}
          className="block size-full focus-visible:-outline-offset-4 focus-visible:outline-white"
        >
          <Picture {...picture} alt="" failed={<FailedPicture label={words.common.retry} />} />
        </button>
      ) : (
        // Sending it again is offered below it, and would be mistaken for showing it again.
        <Picture {...picture} alt={label} failed={<FailedPicture label={undrawn} />} />
      )}
      {progress !== null && UploadOverlay && (
        <UploadOverlay progress={progress} onCancel={onCancel} />
      )}
    </div>
  );
}
