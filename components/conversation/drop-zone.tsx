'use client';

import ImageIcon from 'lucide-react/icons/image';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { carriesFiles } from '@/components/ui/carries-files';

interface DropZoneProps {
  /** The text shown while something is dragged over it. */
  label: string;
  onFiles: (files: Iterable<File>) => void;
  children: ReactNode;
}

/** A dialog takes what is dropped on it, or leaves it. */
const isDialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/**
 * Takes images dropped anywhere on the page for the open conversation, and says for whom they are: a
 * file that misses by a little must not open in place of the chat.
 */
export function DropZone({ label, onFiles, children }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    // Entering a child fires before leaving its parent: only a count tells when the pointer has
    // left.
    let depth = 0;
    const show = (next: number) => {
      depth = Math.max(0, next);
      setIsOver(depth > 0);
    };
    const isOurs = (event: DragEvent) => carriesFiles(event) && !isDialogOpen();
    const enter = (event: DragEvent) => isOurs(event) && show(depth + 1);
    const leave = (event: DragEvent) => carriesFiles(event) && show(depth - 1);
    const over = (event: DragEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      show(0);
      if (!isOurs(event) || !event.dataTransfer) return;
      event.preventDefault();
      latest.current(event.dataTransfer.files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return (
    <div className="relative flex min-w-0 flex-1 flex-col">
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-30 flex animate-fade-in flex-col items-center justify-center gap-3 rounded-card border-2 border-dashed border-accent bg-accent-soft/95 p-6 text-center text-title font-semibold text-accent">
          <ImageIcon className="size-8" aria-hidden="true" />
          <span>{label}</span>
        </div>
      )}
    </div>
  );
}
