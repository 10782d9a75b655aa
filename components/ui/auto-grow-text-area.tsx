'use client';

import { type ComponentProps, type RefObject, useEffect, useLayoutEffect } from 'react';

interface AutoGrowTextAreaProps extends Omit<ComponentProps<'textarea'>, 'ref' | 'value'> {
  value: string;
  /** Lines up to which it grows; beyond, it scrolls. A `max-height` of its class may be less. */
  maxLines: number;
  inputRef: RefObject<HTMLTextAreaElement | null>;
}

function fitHeight(area: HTMLTextAreaElement, maxLines: number): void {
  const style = getComputedStyle(area);
  const line = Number.parseFloat(style.lineHeight);
  const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight, Math.ceil(line * maxLines + padding))}px`;
  fitOverflow(area);
}

/** No scroll bar may flash up for a text that fits. */
function fitOverflow(area: HTMLTextAreaElement): void {
  area.style.overflowY = area.scrollHeight > area.clientHeight ? 'auto' : 'hidden';
}

/** A text area as high as its text. */
export function AutoGrowTextArea({ value, maxLines, inputRef, ...rest }: AutoGrowTextAreaProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    if (inputRef.current) fitHeight(inputRef.current, maxLines);
  }, [value, maxLines, inputRef]);
  useEffect(() => {
    const area = inputRef.current;
    if (!area) return;
    let width = area.clientWidth;
    const observer = new ResizeObserver(() => {
      if (area.clientWidth === width) {
        fitOverflow(area);
        return;
      }
      // The width has changed, by turning the phone for example, and so have the lines.
      width = area.clientWidth;
      fitHeight(area, maxLines);
    });
    observer.observe(area);
    return () => observer.disconnect();
  }, [maxLines, inputRef]);
  return <textarea {...rest} ref={inputRef} value={value} rows={1} />;
}
