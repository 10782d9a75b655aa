'use client';

import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Download from 'lucide-react/icons/download';
import X from 'lucide-react/icons/x';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import { type KeyboardEvent, useEffect, useState } from 'react';
import {
  LIGHTBOX_BUTTON_CLASS,
  LiveText,
  NavButton,
} from '@/components/conversation/lightbox/lightbox-parts';
import { DOUBLE_TAP_ZOOM, LightboxStage } from '@/components/conversation/lightbox/lightbox-stage';
import { photoDownloadUrl, photoFileName } from '@/components/conversation/lightbox/photo-file';
import { usePhotoZoom } from '@/components/conversation/lightbox/use-photo-zoom';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';
import { plainText } from '@/lib/shared/formatting/plain-text';

export interface LightboxViewProps {
  shared: SharedPhotosView;
  openKey: string;
  senderName: string;
  onShow: (key: string | null) => void;
}

const ZOOM_STEP = 1.5;
const PAN_STEP_PX = 80;
/** So close to the oldest one that is known, older ones are asked for. */
const AHEAD = 3;

/** One picture on the whole screen, among all that went back and forth. */
export function LightboxView({ shared, openKey, senderName, onShow }: LightboxViewProps) {
  const words = useAllMessages();
  const me = useMe();
  const zone = useZone();
  const { photos, total, isKnown, hasMore, loadMore, isLoading, error } = shared;
  const found = photos.findIndex((photo) => photo.key === openKey);
  const photo = photos[found];

  // At once for how many there are, and again before the oldest one that is known is reached.
  const isWanting = !isKnown || (hasMore && found < AHEAD);
  const canLoad = !isLoading && error === null;
  useEffect(() => {
    if (isWanting && canLoad) loadMore();
  }, [isWanting, canLoad, loadMore]);
  // It was deleted while it was looked at.
  const isGone = !photo;
  useEffect(() => {
    if (isGone) onShow(null);
  }, [isGone, onShow]);
  if (!photo) return null;

  const labelOf = (each: SharedPhoto) => {
    const when = formatFull(each.createdAt, zone);
    return each.isOwn ? words.chat.imageOwn(when) : words.chat.imageFrom(senderName, when);
  };
  // From the newest backwards: which of all it is does not depend on how many are known yet.
  const number = total === null ? null : total - (photos.length - 1 - found);
  return (
    <OpenPhoto
      photo={photo}
      photos={photos}
      index={found}
      labelOf={labelOf}
      counter={number === null || total === null ? '' : words.pictures.counter(number, total)}
      fileName={photoFileName(photo, { senderName: photo.isOwn ? me.fullName : senderName, zone })}
      onShow={(index) => onShow(photos[index]?.key ?? null)}
      onClose={() => onShow(null)}
    />
  );
}

interface OpenPhotoProps {
  photo: SharedPhoto;
  photos: SharedPhoto[];
  index: number;
  labelOf: (photo: SharedPhoto) => string;
  counter: string;
  fileName: string;
  onShow: (index: number) => void;
  onClose: () => void;
}

function OpenPhoto(props: OpenPhotoProps) {
  const { photo, photos, index, labelOf, counter, fileName, onShow, onClose } = props;
  const words = useAllMessages();
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const zoom = usePhotoZoom(stage, { key: photo.key, picture: photo.image });
  const label = labelOf(photo);
  const caption = plainText(photo.text);
  const show = (to: number) => {
    if (to >= 0 && to < photos.length) onShow(to);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const onward = isRightToLeft ? -1 : 1;
    const step = zoom.isZoomed ? PAN_STEP_PX : 0;
    const keys: Record<string, () => void> = {
      // Enlarged, the arrows go about the picture; the rest goes from one to another all the same.
      ArrowLeft: () => (step ? zoom.change({ by: { x: step, y: 0 } }) : show(index - onward)),
      ArrowRight: () => (step ? zoom.change({ by: { x: -step, y: 0 } }) : show(index + onward)),
      ArrowUp: () => zoom.change({ by: { x: 0, y: step } }),
      ArrowDown: () => zoom.change({ by: { x: 0, y: -step } }),
      PageUp: () => show(index - 1),
      PageDown: () => show(index + 1),
      Home: () => show(0),
      End: () => show(photos.length - 1),
      '+': () => zoom.change({ factor: ZOOM_STEP }),
      '=': () => zoom.change({ factor: ZOOM_STEP }),
      '-': () => zoom.change({ factor: 1 / ZOOM_STEP }),
      '0': zoom.reset,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <DialogFrame isOpen onClose={onClose} title={label} kind="screen" onKeyDown={onKeyDown}>
      <div className="flex min-h-0 flex-1 flex-col pt-safe pb-safe">
        <div className="flex items-center justify-between gap-3 p-3">
          <div className="min-w-0 ps-2 text-sm">
            <p className="line-clamp-2 text-white/85">{label}</p>
            <p className="text-meta text-white/70 tabular-nums">{counter || '\u00a0'}</p>
          </div>
          <div className="flex gap-2">
            <button
              type="button"
              aria-label={zoom.isZoomed ? words.pictures.fit : words.pictures.zoomIn}
              onClick={() =>
                zoom.isZoomed ? zoom.reset() : zoom.change({ factor: DOUBLE_TAP_ZOOM })
              }
              className={classNames(LIGHTBOX_BUTTON_CLASS, 'max-sm:hidden')}
            >
              {zoom.isZoomed ? (
                <ZoomOut className="size-5" aria-hidden="true" />
              ) : (
                <ZoomIn className="size-5" aria-hidden="true" />
              )}
            </button>
            <a
              href={photoDownloadUrl(photo.image.url)}
              download={fileName}
              aria-label={words.pictures.download}
              className={LIGHTBOX_BUTTON_CLASS}
            >
              <Download className="size-5" aria-hidden="true" />
            </a>
            <button
              type="button"
              aria-label={words.common.close}
              onClick={onClose}
              className={LIGHTBOX_BUTTON_CLASS}
            >
              <X className="size-5" aria-hidden="true" />
            </button>
          </div>
        </div>
        <div className="relative min-h-0 flex-1">
          <LightboxStage
            stage={stage}
            onStage={setStage}
            photos={photos}
            index={index}
            zoom={zoom}
            altOf={(each) => plainText(each.text) || labelOf(each)}
            onShow={onShow}
            onClose={onClose}
          />
          {photos.length > 1 && (
            <>
              <NavButton
                side="start"
                label={words.pictures.previous}
                isEnd={index === 0}
                onClick={() => show(index - 1)}
              >
                <ChevronLeft className="size-5 rtl:-scale-x-100" aria-hidden="true" />
              </NavButton>
              <NavButton
                side="end"
                label={words.pictures.next}
                isEnd={index === photos.length - 1}
                onClick={() => show(index + 1)}
              >
                <ChevronRight className="size-5 rtl:-scale-x-100" aria-hidden="true" />
              </NavButton>
            </>
          )}
        </div>
        {caption && (
          <p
            dir="auto"
            className="max-h-24 shrink-0 overflow-y-auto px-6 py-4 text-center text-message [overflow-wrap:anywhere]"
          >
            {caption}
          </p>
        )}
        <LiveText
          text={[label, counter, caption].filter(Boolean).join('. ')}
          photoKey={photo.key}
        />
      </div>
    </DialogFrame>
  );
}
