'use client';

import { useEffect, useState } from 'react';
import {
  keepInside,
  moveBy,
  type Point,
  RESTING_VIEW,
  type Size,
  type View,
  type ViewBounds,
  zoomAt,
} from '@/components/ui/pan-zoom';

const MIDDLE: Point = { x: 0, y: 0 };
const MAX_ZOOM = 4;
/** However large a picture is, it can be enlarged until its pixels are seen. */
const MAX_PIXEL_SIDE = 2;

export interface PhotoZoom {
  view: View;
  frame: Size;
  isZoomed: boolean;
  /** Changes the view at once: the picture has to follow the fingers without delay. */
  change: (change: { by?: Point; factor?: number; at?: Point }) => void;
  reset: () => void;
}

/** The size at which a picture fits a frame; never enlarged. */
export function fitInside(picture: Size, frame: Size): Size {
  const scale = Math.min(1, frame.width / picture.width, frame.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** How the open picture is enlarged and moved; another `key` begins anew. */
export function usePhotoZoom(
  stage: HTMLElement | null,
  { key, picture }: { key: string; picture: Size },
): PhotoZoom {
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 });
  const [held, setHeld] = useState({ key, view: RESTING_VIEW });

  useEffect(() => {
    if (!stage) return;
    const observer = new ResizeObserver(() =>
      setFrame({ width: stage.clientWidth, height: stage.clientHeight }),
    );
    observer.observe(stage);
    return () => observer.disconnect();
  }, [stage]);

  const fitted = fitInside(picture, frame);
  const bounds: ViewBounds = {
    frame,
    picture: fitted,
    maxZoom: Math.max(MAX_ZOOM, (MAX_PIXEL_SIDE * picture.width) / Math.max(1, fitted.width)),
  };
  // The frame may have changed since, by turning a phone.
  const view = keepInside(held.key === key ? held.view : RESTING_VIEW, bounds);
  return {
    view,
    frame,
    isZoomed: view.zoom > 1.01,
    change: ({ by = MIDDLE, factor = 1, at = MIDDLE }) =>
      setHeld((last) => {
        const from = last.key === key ? last.view : RESTING_VIEW;
        return { key, view: zoomAt(moveBy(from, by, bounds), { factor, at }, bounds) };
      }),
    reset: () => setHeld({ key, view: RESTING_VIEW }),
  };
}
