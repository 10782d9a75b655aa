'use client';

import { useRef, useState } from 'react';
import { LightboxSlide } from '@/components/conversation/lightbox/lightbox-slide';
import { fitInside, type PhotoZoom } from '@/components/conversation/lightbox/use-photo-zoom';
import { useSwipe } from '@/components/conversation/lightbox/use-swipe';
import { classNames } from '@/components/ui/class-names';
import { type Point, RESTING_VIEW } from '@/components/ui/pan-zoom';
import { useGestures } from '@/components/ui/use-gestures';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

interface LightboxStageProps {
  stage: HTMLElement | null;
  onStage: (stage: HTMLElement | null) => void;
  photos: SharedPhoto[];
  index: number;
  zoom: PhotoZoom;
  altOf: (photo: SharedPhoto) => string;
  onShow: (index: number) => void;
  onClose: () => void;
}

export const DOUBLE_TAP_ZOOM = 2.5;

/** The open picture between its neighbours, and what fingers and mouse do with it. */
export function LightboxStage({
  stage,
  onStage,
  photos,
  index,
  zoom,
  altOf,
  onShow,
  onClose,
}: LightboxStageProps) {
  const track = useRef<HTMLDivElement>(null);
  const [isMoving, setIsMoving] = useState(false);
  const swipe = useSwipe({ track, index, count: photos.length, onShow, onClose });
  const isSwiping = useRef(false);
  const open = photos[index];

  const isOnPicture = ({ x, y }: Point) => {
    if (!open) return false;
    const { width, height } = fitInside(open.image, zoom.frame);
    return Math.abs(x) <= width / 2 && Math.abs(y) <= height / 2;
  };
  useGestures(stage, {
    onStep: ({ by, total, factor, at, fingers, isTouch }) => {
      setIsMoving(true);
      // What began as a swipe stays one until all fingers are up.
      isSwiping.current ||= fingers === 1 && isTouch && !zoom.isZoomed;
      if (isSwiping.current && fingers === 1) swipe.onStep(total);
      else zoom.change({ by, factor, at });
    },
    onEnd: ({ total, hadTwo }) => {
      setIsMoving(false);
      if (isSwiping.current) swipe.onEnd(hadTwo ? { x: 0, y: 0 } : total);
      isSwiping.current = false;
    },
    onTap: ({ at, count, isTouch }) => {
      if (count === 2 && zoom.isZoomed) zoom.reset();
      else if (count === 2) zoom.change({ factor: DOUBLE_TAP_ZOOM, at });
      // A click beside the picture closes; a touch does not, as it may begin a swipe or a pinch.
      else if (!isTouch && !zoom.isZoomed && !isOnPicture(at)) onClose();
    },
    onWheel: ({ factor, at }) => zoom.change({ factor, at }),
  });

  return (
    <div
      ref={onStage}
      className={classNames(
        'absolute inset-0 touch-none overflow-hidden select-none',
        zoom.isZoomed ? 'cursor-grab active:cursor-grabbing' : 'cursor-default',
      )}
    >
      <div ref={track} className="absolute inset-0">
        {[-1, 0, 1].map((offset) => {
          const photo = photos[index + offset];
          return (
            photo && (
              <LightboxSlide
                key={photo.key}
                photo={photo}
                alt={altOf(photo)}
                offset={offset}
                frame={zoom.frame}
                view={offset === 0 ? zoom.view : RESTING_VIEW}
                isMoving={isMoving}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
