'use client';

import Paperclip from 'lucide-react/icons/paperclip';
import { useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { IconButton } from '@/components/ui/icon-button';

/** Chooses files of this device, of any kind. */
export function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const words = useMessages();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label={words.composer.attach}
        tip="above-start"
        onClick={() => input.current?.click()}
      >
        <Paperclip className="size-5" aria-hidden="true" />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          // The same file must be choosable again after it was removed.
          event.target.value = '';
        }}
      />
    </>
  );
}
