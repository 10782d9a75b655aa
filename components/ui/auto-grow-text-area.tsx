'use client';

import { type ComponentProps, type RefObject, useLayoutEffect } from 'react';

interface AutoGrowTextAreaProps extends Omit<ComponentProps<'textarea'>, 'ref' | 'value'> {
  value: string;
  /** Lines up to which it grows; beyond, it scrolls. */
  maxLines: number;
  inputRef: RefObject<HTMLTextAreaElement | null>;
}

/** A text area as high as its text. */
export function AutoGrowTextArea({ value, maxLines, inputRef, ...rest }: AutoGrowTextAreaProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = inputRef.current;
    if (!area) return;
    const style = getComputedStyle(area);
    const line = Number.parseFloat(style.lineHeight);
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    area.style.height = 'auto';
    const height = Math.min(area.scrollHeight, Math.ceil(line * maxLines + padding));
    area.style.height = `${height}px`;
    area.style.overflowY = area.scrollHeight > height ? 'auto' : 'hidden';
  }, [value, maxLines, inputRef]);
  return <textarea {...rest} ref={inputRef} value={value} rows={1} />;
}
