'use client';

import ImageIcon from 'lucide-react/icons/image';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';

interface DropZoneProps {
  /** What stands on it while something is dragged over it. */
  label: string;
  onFiles: (files: Iterable<File>) => void;
  children: ReactNode;
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Takes images dropped anywhere on the conversation, and says for whom they are. */
export function DropZone({ label, onFiles, children }: DropZoneProps) {
  // Entering a child fires before leaving its parent: only the count tells who is really gone.
  const depth = useRef(0);
  const [isOver, setIsOver] = useState(false);
  const enter = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    depth.current++;
    setIsOver(true);
  };
  const leave = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setIsOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setIsOver(false);
    onFiles(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button beside the text is the first
    <div
      className="relative flex min-w-0 flex-1 flex-col"
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-30 flex animate-fade-in flex-col items-center justify-center gap-3 rounded-card border-2 border-dashed border-accent bg-accent-soft/95 p-6 text-center text-title font-semibold text-accent">
          <ImageIcon className="size-8" aria-hidden="true" />
          {label}
        </div>
      )}
    </div>
  );
}
