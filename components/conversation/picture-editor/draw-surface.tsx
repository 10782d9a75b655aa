'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import {
  beginStroke,
  leadOn,
  placeOn,
  type Stroke,
} from '@/components/conversation/picture-editor/picture-edit';
import type { EditHistory } from '@/components/conversation/picture-editor/use-edit-history';
import { ARROWS, stepOf } from '@/components/ui/arrow-steps';
import type { Point } from '@/components/ui/pan-zoom';

interface DrawSurfaceProps {
  history: EditHistory;
  kind: Stroke['kind'];
  colour: string;
  label: string;
  describedBy: string;
}

const MIDDLE: Point = { x: 0.5, y: 0.5 };
const inside = (value: number) => Math.min(Math.max(value, 0), 1);

/** Lies over the picture and takes lines: by finger, pen or mouse, or by keys that lead a pen. */
export function DrawSurface({ history, kind, colour, label, describedBy }: DrawSurfaceProps) {
  /** Where the pen of the keyboard is; null until a key is used. */
  const [pen, setPen] = useState<Point | null>(null);
  const [isDown, setIsDown] = useState(false);
  const { commit, amend } = history;

  const begin = (at: Point) =>
    commit((before) => beginStroke(before, { kind, colour, points: [placeOn(before.crop, at)] }));
  const goOn = (at: Point) => amend((before) => leadOn(before, placeOn(before.crop, at)));
  const pointOf = (event: PointerEvent<HTMLElement>): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPen(null);
    setIsDown(false);
    begin(pointOf(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    goOn(pointOf(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = pen ?? MIDDLE;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = stepOf(event);
      const next = { x: inside(at.x + arrow.x * step), y: inside(at.y + arrow.y * step) };
      setPen(next);
      if (isDown) goOn(next);
    } else if (event.key === ' ') {
      setPen(at);
      setIsDown(!isDown);
      if (!isDown) begin(at);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive; its keys are said in its description
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onBlur={() => {
        setPen(null);
        setIsDown(false);
      }}
      className="absolute inset-0 cursor-crosshair touch-none outline-offset-2"
    >
      {pen && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute size-5 -translate-1/2 rounded-full ring-2 ring-white outline-2 outline-black"
          style={{ left: `${pen.x * 100}%`, top: `${pen.y * 100}%` }}
        />
      )}
    </div>
  );
}
