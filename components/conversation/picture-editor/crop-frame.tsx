'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import {
  CORNERS,
  type Corner,
  movePart,
  movePartCorner,
  type PictureEdit,
} from '@/components/conversation/picture-editor/picture-edit';
import type { EditHistory } from '@/components/conversation/picture-editor/use-edit-history';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ARROWS, stepOf } from '@/components/ui/arrow-steps';
import { classNames } from '@/components/ui/class-names';
import type { Point } from '@/components/ui/pan-zoom';

/** The whole frame, or one of its corners. */
type Handle = Corner | 'frame';

const CORNER_PLACES: Record<Corner, string> = {
  'top-left': 'top-0 left-0 -translate-1/2 cursor-nwse-resize',
  'top-right': 'top-0 left-full -translate-1/2 cursor-nesw-resize',
  'bottom-left': 'top-full left-0 -translate-1/2 cursor-nesw-resize',
  'bottom-right': 'top-full left-full -translate-1/2 cursor-nwse-resize',
};

function moved(edit: PictureEdit, handle: Handle, by: Point): PictureEdit {
  const { crop } = edit;
  return {
    ...edit,
    crop: handle === 'frame' ? movePart(crop, by) : movePartCorner(crop, handle, by),
  };
}

interface CropFrameProps {
  history: EditHistory;
  describedBy: string;
}

/** Lies over the whole picture: what is inside of it is kept. Its corners and itself are dragged, or moved by keys. */
export function CropFrame({ history, describedBy }: CropFrameProps) {
  const words = useAllMessages().pictureEditor;
  const area = useRef<HTMLDivElement>(null);
  const last = useRef<Point | null>(null);
  const { edit, commit, amend } = history;
  const { crop } = edit;

  const handlers = (handle: Handle) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = { x: event.clientX, y: event.clientY };
      commit((before) => before);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = last.current;
      if (!from || !area.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const { width, height } = area.current.getBoundingClientRect();
      const by = { x: (event.clientX - from.x) / width, y: (event.clientY - from.y) / height };
      last.current = { x: event.clientX, y: event.clientY };
      amend((before) => moved(before, handle, by));
    },
    onKeyDown: (event: KeyboardEvent) => {
      const arrow = ARROWS[event.key];
      if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const step = stepOf(event);
      commit((before) => moved(before, handle, { x: arrow.x * step, y: arrow.y * step }));
    },
  });
  const percent = (fraction: number) => `${fraction * 100}%`;
  const place = {
    left: percent(crop.x),
    top: percent(crop.y),
    width: percent(crop.width),
    height: percent(crop.height),
  };
  return (
    <div ref={area} className="absolute inset-0">
      <div className="absolute inset-0 overflow-clip">
        <div className="absolute shadow-[0_0_0_100vmax_rgb(8_9_12/0.6)]" style={place} />
      </div>
      <div
        {...handlers('frame')}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive; its keys are said in its description
        tabIndex={0}
        aria-label={words.frame}
        aria-describedby={describedBy}
        className="absolute cursor-move touch-none ring-2 ring-white"
        style={place}
      >
        {CORNERS.map((corner) => (
          <button
            key={corner}
            {...handlers(corner)}
            type="button"
            aria-label={words.corners[corner]}
            aria-describedby={describedBy}
            className={classNames(
              'absolute flex size-11 touch-none items-center justify-center',
              CORNER_PLACES[corner],
            )}
          >
            <span className="size-4 rounded-full bg-white ring-2 ring-black/50" />
          </button>
        ))}
      </div>
    </div>
  );
}
