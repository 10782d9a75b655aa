'use client';

import ImageOff from 'lucide-react/icons/image-off';
import { fitInside } from '@/components/conversation/lightbox/use-photo-zoom';
import { SLIDE_GAP_PX } from '@/components/conversation/lightbox/use-swipe';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';
import type { Size, View } from '@/components/ui/pan-zoom';
import { Picture } from '@/components/ui/picture';
import { Spinner } from '@/components/ui/spinner';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

interface LightboxSlideProps {
  photo: SharedPhoto;
  alt: string;
  /** 0 for the open one, 1 for the next, -1 for the one before: those are loaded ahead. */
  offset: number;
  frame: Size;
  view: View;
  isMoving: boolean;
}

/** One picture in its place on the track. */
export function LightboxSlide({ photo, alt, offset, frame, view, isMoving }: LightboxSlideProps) {
  const words = useAllMessages();
  const { image } = photo;
  const load = usePictureLoad(image.url);
  const isOpen = offset === 0;
  const { width, height } = fitInside(image, frame);
  return (
    <div
      inert={!isOpen}
      className="absolute inset-y-0 flex w-full items-center justify-center"
      style={{ insetInlineStart: `calc(${offset * 100}% + ${offset * SLIDE_GAP_PX}px)` }}
    >
      {frame.width > 0 && (
        <div
          data-photo={photo.key}
          className={classNames(
            'relative shrink-0',
            !isMoving && 'transition-transform motion-reduce:transition-none',
          )}
          style={{
            width,
            height,
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`,
          }}
        >
          <Picture
            src={image.url}
            alt={alt}
            width={image.width}
            height={image.height}
            load={load}
            failed={null}
            placeholder={image.placeholder}
            className={classNames('size-full', view.zoom === 1 && 'rounded-lg')}
          />
        </div>
      )}
      {isOpen && load.state === 'loading' && (
        <span className="absolute text-white">
          <Spinner className="size-8" />
          <span className="sr-only">{words.pictures.loading}</span>
        </span>
      )}
      {isOpen && load.state === 'failed' && (
        <div
          role="alert"
          className="absolute flex flex-col items-center gap-3 rounded-card bg-black/80 p-6 text-center text-white"
        >
          <ImageOff className="size-6" aria-hidden="true" />
          <span>{words.pictures.failed}</span>
          <button
            type="button"
            onClick={load.retry}
            className="min-h-11 rounded-control bg-white/15 px-4 font-medium hover:bg-white/25 focus-visible:outline-white"
          >
            {words.common.retry}
          </button>
        </div>
      )}
    </div>
  );
}
