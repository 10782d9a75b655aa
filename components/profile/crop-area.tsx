'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Crop, cropBounds, INITIAL_CROP, turnCrop } from '@/components/profile/crop';
import { ARROWS, stepOf } from '@/components/ui/arrow-steps';
import { moveBy, type Point, zoomAt } from '@/components/ui/pan-zoom';
import { useGestures } from '@/components/ui/use-gestures';
import { drawWhole, PREVIEW_LONG_SIDE_PIXELS } from '@/lib/client/platform/canvas-image';

interface CropAreaProps {
  picture: ImageBitmap;
  crop: Crop;
  onChange: (crop: Crop) => void;
  /** As onChange, for changes by key, which are announced to screen readers. */
  onKey: (crop: Crop) => void;
  label: string;
  describedBy: string;
}

const ZOOM_STEP = 1.15;
const MIDDLE: Point = { x: 0, y: 0 };

/** The picture behind a round frame: drag it, tap what should be in the middle, pinch, or use keys. */
export function CropArea({ picture, crop, onChange, onKey, label, describedBy }: CropAreaProps) {
  const [area, setArea] = useState<HTMLElement | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  // Events come faster than React renders: each step starts from the last one, not from what is
  // rendered.
  const latest = useRef(crop);
  useEffect(() => {
    latest.current = crop;
  });
  const bounds = cropBounds(picture, crop.turns);

  useEffect(() => {
    if (canvas.current) drawWhole(canvas.current, picture, PREVIEW_LONG_SIDE_PIXELS);
  }, [picture]);

  const inFrames = ({ x, y }: Point): Point => {
    const side = frame.current?.clientWidth || 1;
    return { x: x / side, y: y / side };
  };
  const changed = (change: { by?: Point; factor?: number; at?: Point }): Crop => {
    const { by = MIDDLE, factor = 1, at = MIDDLE } = change;
    const { view, turns } = latest.current;
    latest.current = { turns, view: zoomAt(moveBy(view, by, bounds), { factor, at }, bounds) };
    return latest.current;
  };
  useGestures(area, {
    onStep: ({ by, factor, at }) =>
      onChange(changed({ by: inFrames(by), factor, at: inFrames(at) })),
    onWheel: ({ factor, at }) => onChange(changed({ factor, at: inFrames(at) })),
    onTap: ({ at }) => {
      const { x, y } = inFrames(at);
      onChange(changed({ by: { x: -x, y: -y } }));
    },
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event);
    if (!next) return;
    event.preventDefault();
    onKey(next);
  };
  const keyed = ({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): Crop | null => {
    if (ctrlKey || metaKey || altKey) return null;
    const arrow = ARROWS[key];
    const step = stepOf({ shiftKey });
    if (arrow) return changed({ by: { x: arrow.x * step, y: arrow.y * step } });
    if (key === '+' || key === '=') return changed({ factor: ZOOM_STEP });
    if (key === '-') return changed({ factor: 1 / ZOOM_STEP });
    if (key === 'r') return turnCrop(latest.current, picture);
    if (key === '0') return INITIAL_CROP;
    return null;
  };

  const { view, turns } = crop;
  const shown = cropBounds(picture, 0).picture;
  return (
    <div
      ref={setArea}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive; its keys are said in its description
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      className="relative mx-auto flex aspect-square w-full max-w-[min(22rem,50dvh)] cursor-grab touch-none items-center justify-center overflow-hidden rounded-card bg-black select-none active:cursor-grabbing"
    >
      <div ref={frame} className="relative aspect-square w-[86%]">
        <canvas
          ref={canvas}
          className="absolute max-w-none"
          style={{
            width: `${shown.width * 100 * view.zoom}%`,
            height: `${shown.height * 100 * view.zoom}%`,
            left: `${50 + view.x * 100}%`,
            top: `${50 + view.y * 100}%`,
            transform: `translate(-50%, -50%) rotate(${turns * 90}deg)`,
          }}
        />
        <div className="pointer-events-none absolute inset-0 rounded-full shadow-[0_0_0_100vmax_rgb(8_9_12/0.6)] ring-2 ring-white" />
      </div>
    </div>
  );
}
