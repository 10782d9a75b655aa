'use client';

import ImagePlus from 'lucide-react/icons/image-plus';
import { useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { IconButton } from '@/components/ui/icon-button';
import { IMAGE_TYPES } from '@/lib/shared/limits';

/** Chooses images from this device. */
export function ImageButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const words = useMessages();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label={words.composer.attach}
        tip="above-start"
        onClick={() => input.current?.click()}
      >
        <ImagePlus className="size-5" aria-hidden="true" />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept={IMAGE_TYPES.join(',')}
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
