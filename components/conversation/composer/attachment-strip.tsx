'use client';

import FileIcon from 'lucide-react/icons/file';
import ImageOff from 'lucide-react/icons/image-off';
import Pencil from 'lucide-react/icons/pencil';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useZone } from '@/components/ui/clock';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { DraftImage } from '@/lib/client/drafts/draft-images';
import { formatBytes } from '@/lib/client/platform/locale';

const loadEditor = () =>
  import('@/components/conversation/picture-editor/picture-editor').then(
    (module) => module.PictureEditor,
  );

interface AttachmentStripProps {
  attachments: readonly DraftImage[];
  /** A picture was edited: what came of it takes its place. */
  onReplace: (id: string, edited: File) => void;
  onRemove: (id: string) => void;
  /** Whether pictures go as the files that were chosen, with every byte and all that is told in them. */
  isOriginal: boolean;
  onOriginal: (isOriginal: boolean) => void;
}

/** The images and files about to be sent, each with what edits and removes it. */
export function AttachmentStrip(props: AttachmentStripProps) {
  const { attachments, onReplace, onRemove, isOriginal, onOriginal } = props;
  const words = useAllMessages();
  const [editedId, setEditedId] = useState<string | null>(null);
  const edited = attachments.find(({ id }) => id === editedId);
  const Editor = useOnDemand(edited !== undefined, loadEditor);
  if (attachments.length === 0) return null;
  return (
    <>
      <ul
        aria-label={words.composer.chosenImages}
        className="flex gap-2.5 overflow-x-auto rounded-t-[1.375rem] p-2.5 pb-1"
      >
        {attachments.map(({ id, file, url, isFile }) => (
          <li key={id} className="relative shrink-0">
            {isFile ? <ChosenFile file={file} /> : <AttachmentPreview name={file.name} url={url} />}
            {!isFile && (
              <button
                type="button"
                aria-label={words.pictureEditor.edit(file.name)}
                onClick={() => setEditedId(id)}
                className="absolute start-0.5 bottom-0.5 flex size-7 items-center justify-center rounded-full bg-ink text-surface before:absolute before:-inset-1"
              >
                <Pencil className="size-3.5" aria-hidden="true" />
              </button>
            )}
            <button
              type="button"
              aria-label={words.composer.removeImage(file.name)}
              onClick={() => onRemove(id)}
              className="absolute -end-1.5 -top-1.5 flex size-7 items-center justify-center rounded-full bg-ink text-surface before:absolute before:-inset-2"
            >
              <X className="size-4" aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {attachments.some(({ isFile }) => !isFile) && (
        <label className="flex min-h-9 items-center gap-2 self-start px-3 text-sm text-muted pointer-coarse:min-h-11">
          <input
            type="checkbox"
            checked={isOriginal}
            onChange={(event) => onOriginal(event.target.checked)}
            className="size-4 accent-accent-solid"
          />
          <span>{words.composer.asFiles}</span>
        </label>
      )}
      {Editor && edited && (
        <Editor
          file={edited.file}
          onDone={(file) => {
            setEditedId(null);
            onReplace(edited.id, file);
          }}
          onClose={() => setEditedId(null)}
        />
      )}
    </>
  );
}

/** A file that is no picture: what it is called, and how large it is. */
export function ChosenFile({ file }: { file: File }) {
  const { locale } = useZone();
  return (
    <span className="flex h-20 w-40 flex-col justify-center gap-1 rounded-lg bg-sunken p-2.5 text-meta text-muted">
      <FileIcon className="size-5 shrink-0" aria-hidden="true" />
      <span dir="auto" className="truncate text-ink">
        {file.name}
      </span>
      <span>{formatBytes(file.size, locale)}</span>
    </span>
  );
}

/** A browser may be unable to show what the server can read: then the name stands for the picture. */
export function AttachmentPreview({ name, url }: { name: string; url: string }) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) {
    return (
      <span className="flex size-20 flex-col items-center justify-center gap-1 rounded-lg bg-sunken p-1 text-meta text-muted">
        <ImageOff className="size-5" aria-hidden="true" />
        <span className="w-full truncate text-center">{name}</span>
      </span>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: a preview of a file of this device
    <img
      src={url}
      alt={name}
      width={80}
      height={80}
      onError={() => setIsBroken(true)}
      className="size-20 rounded-lg bg-sunken object-cover"
    />
  );
}
