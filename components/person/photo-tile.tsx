'use client';

import { type KeyboardEvent, memo } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { FailedPicture } from '@/components/ui/failed-picture';
import { Picture } from '@/components/ui/picture';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';
import { plainText } from '@/lib/shared/formatting/plain-text';

interface PhotoTileProps {
  photo: SharedPhoto;
  isTabStop: boolean;
  onFocus: (key: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onOpen: (key: string) => void;
}

/** One square of the shared pictures. */
export const PhotoTile = memo(function PhotoTile({
  photo,
  isTabStop,
  onFocus,
  onKeyDown,
  onOpen,
}: PhotoTileProps) {
  const words = useMessages();
  const zone = useZone();
  const { image, text, createdAt } = photo;
  const load = usePictureLoad(image.url);
  const hasFailed = load.state === 'failed';
  const what = [plainText(text), formatFull(createdAt, zone)].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={hasFailed ? words.pictures.failedPhoto(what) : `${words.chat.openImage}, ${what}`}
      onFocus={() => onFocus(photo.key)}
      onKeyDown={onKeyDown}
      onClick={hasFailed ? load.retry : () => onOpen(photo.key)}
      className="block aspect-square w-full overflow-hidden rounded-lg bg-sunken transition-opacity hover:opacity-90"
    >
      <Picture
        src={image.url}
        alt=""
        width={image.width}
        height={image.height}
        load={load}
        failed={<FailedPicture label={words.common.retry} />}
        placeholder={image.placeholder}
        isLazy
        className="size-full"
      />
    </button>
  );
});
