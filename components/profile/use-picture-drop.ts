'use client';

import { useEffect, useRef, useState } from 'react';

const carriesFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false;

/**
 * Takes a file that is pasted or dropped anywhere on the page; returns whether one is being dragged
 * over it now. Without this a picture that misses its target would replace the page.
 */
export function usePictureDrop(onFile: (file: File) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFile);
  useEffect(() => {
    latest.current = onFile;
  });
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // Entering an element fires before leaving the last one: only a count tells when the pointer
    // has left.
    let depth = 0;
    const setDepth = (next: number) => {
      depth = Math.max(0, next);
      setIsOver(depth > 0);
    };
    const take = (event: Event, transfer: DataTransfer | null) => {
      const file = transfer?.files[0];
      if (!file) return;
      event.preventDefault();
      latest.current(file);
    };
    const onDrag = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      if (event.type === 'dragover') event.preventDefault();
      if (event.type === 'dragenter') setDepth(depth + 1);
      if (event.type === 'dragleave') setDepth(depth - 1);
      if (event.type !== 'drop') return;
      event.preventDefault();
      setDepth(0);
      take(event, event.dataTransfer);
    };
    for (const name of ['dragenter', 'dragleave', 'dragover', 'drop'] as const) {
      document.addEventListener(name, onDrag, { signal });
    }
    document.addEventListener('paste', (event) => take(event, event.clipboardData), { signal });
    return () => stop.abort();
  }, []);
  return isOver;
}
