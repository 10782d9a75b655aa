'use client';

import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';

const STEP_REM = 1;
const rootFontSize = () =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** In pixels: how wide the pane is, and may be. */
export interface PaneSpan {
  now: number;
  min: number;
  max: number;
}

interface PaneSeparatorProps {
  label: string;
  /** The id of the pane whose width this sets. */
  controls: string;
  /** Whether the pane lies before this in reading direction, or after it. */
  pane: 'before' | 'after';
  /** Reads the layout as it stands; null while it is not shown. */
  measure: () => PaneSpan | null;
  /** The element whose CSS variable `variable` the layout takes the width from. */
  host: RefObject<HTMLElement | null>;
  variable: `--${string}`;
  /** A width in rem was settled on; null is the usual one. */
  onSettle: (width: number | null) => void;
}

interface Drag {
  x: number;
  span: PaneSpan;
  value: number;
  /** The variable's value before, to cancel the drag. */
  before: string;
}

const GUESS: PaneSpan = { now: 352, min: 272, max: 640 };

/**
 * A line between two panes that can be dragged, or moved by the arrow keys; Home and End go to the
 * ends, a double click or Enter back to the usual width, Esc takes a drag back. While it is dragged
 * only a CSS variable changes: nothing is rendered.
 */
export function PaneSeparator(props: PaneSeparatorProps) {
  const { label, controls, pane, measure, host, variable, onSettle } = props;
  const line = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [isDragged, setIsDragged] = useState(false);
  const [span, setSpan] = useState(GUESS);

  const note = useCallback(() => {
    const next = measure();
    if (next) setSpan(next);
  }, [measure]);

  useEffect(() => {
    note();
    const target = document.getElementById(controls);
    if (!target) return;
    const observer = new ResizeObserver(note);
    observer.observe(target);
    return () => observer.disconnect();
  }, [controls, note]);

  const show = (pixels: number) =>
    host.current?.style.setProperty(variable, `${pixels / rootFontSize()}rem`);
  const settle = (pixels: number | null) => {
    if (pixels === null) host.current?.style.removeProperty(variable);
    else show(pixels);
    onSettle(pixels === null ? null : Math.round((pixels / rootFontSize()) * 100) / 100);
    note();
  };
  /** 1 where moving to the right makes the pane wider, −1 where it makes it narrower. */
  const sign = () => {
    const isRtl = line.current ? getComputedStyle(line.current).direction === 'rtl' : false;
    return (pane === 'before') === isRtl ? -1 : 1;
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const now = measure();
    if (event.button !== 0 || !now) return;
    // Otherwise the drag selects what lies under it.
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    const before = host.current?.style.getPropertyValue(variable) ?? '';
    drag.current = { x: event.clientX, span: now, value: now.now, before };
    setIsDragged(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (!held) return;
    const wanted = held.span.now + (event.clientX - held.x) * sign();
    held.value = clamp(wanted, held.span);
    show(held.value);
  };
  const endDrag = (isKept: boolean) => {
    const held = drag.current;
    if (!held) return;
    drag.current = null;
    setIsDragged(false);
    if (!isKept) host.current?.style.setProperty(variable, held.before);
    // A mere click leaves everything as it was, the usual width included.
    else if (held.value !== held.span.now) settle(held.value);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && drag.current) {
      event.preventDefault();
      endDrag(false);
      return;
    }
    const now = measure();
    if (!now) return;
    const step = STEP_REM * rootFontSize() * sign();
    const targets: Record<string, () => number | null> = {
      ArrowLeft: () => clamp(now.now - step, now),
      ArrowRight: () => clamp(now.now + step, now),
      Home: () => now.min,
      End: () => now.max,
      Enter: () => null,
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    settle(target());
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      ref={line}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuenow={Math.round(span.now)}
      aria-valuemin={Math.round(span.min)}
      aria-valuemax={Math.round(span.max)}
      data-dragged={isDragged || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => endDrag(true)}
      onDoubleClick={() => settle(null)}
      onKeyDown={onKeyDown}
      className="group relative z-30 w-px shrink-0 cursor-col-resize touch-none bg-line outline-none before:absolute before:inset-y-0 before:-inset-x-1 pointer-coarse:before:-inset-x-3"
    >
      <span className="pointer-events-none absolute inset-y-0 -inset-x-px bg-accent opacity-0 transition-opacity group-hover:opacity-60 group-hover:delay-150 group-focus-visible:opacity-100 group-data-dragged:opacity-100" />
    </div>
  );
}

function clamp(pixels: number, { min, max }: PaneSpan): number {
  return Math.max(min, Math.min(max, pixels));
}
