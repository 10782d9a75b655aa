'use client';

import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef } from 'react';
import { toRead } from '@/components/conversation/composer/pasted';
import { insertText } from '@/components/ui/insert-text';
import { isLetter } from '@/lib/client/platform/keys';

const loadPasteText = () =>
  import('@/components/conversation/composer/paste-text').then((module) => module.pasteText);

/**
 * Whether a paste of files with a text beside them means the files: word processors add a picture of
 * the text, and there the text is meant; macOS's Finder adds the files' names.
 */
function areFilesMeant(files: readonly File[], text: string): boolean {
  const names = new Set(files.map(({ name }) => name.normalize()));
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim().normalize())
    .every((line) => line === '' || names.has(line));
}

interface UsePasteInput {
  field: RefObject<HTMLTextAreaElement | null>;
  onFiles: (files: File[]) => void;
}

/** Takes what is pasted for what it means; with Shift, for the text that it is. */
export function usePaste({ field, onFiles }: UsePasteInput) {
  const isPlain = useRef(false);
  /** To be told of every key that goes down in the field. */
  const noteKey = (event: KeyboardEvent) => {
    isPlain.current = event.shiftKey && isLetter(event, 'v');
  };
  const onPaste = (event: ClipboardEvent) => {
    const { clipboardData } = event;
    const files = [...clipboardData.files];
    if (files.length > 0 && areFilesMeant(files, clipboardData.getData('text/plain'))) {
      event.preventDefault();
      onFiles(files);
      return;
    }
    const area = field.current;
    const pasted = isPlain.current ? null : toRead(clipboardData);
    // A menu may be the next to paste.
    isPlain.current = false;
    if (!pasted || !area) return;
    event.preventDefault();
    loadPasteText().then(
      (pasteText) => pasteText(area, pasted),
      () => insertText(area, pasted.text),
    );
  };
  return { noteKey, onPaste };
}
