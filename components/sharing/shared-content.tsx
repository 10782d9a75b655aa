'use client';

import { useEffect, useState } from 'react';
import { AttachmentPreview, ChosenFile } from '@/components/conversation/composer/attachment-strip';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { CHOSEN_IMAGES_MAX_COUNT } from '@/lib/shared/limits';
import type { LeftOutReason, ShareNote } from '@/lib/shared/sharing/kept-share';

interface SharedContentProps extends Pick<ShareNote, 'text' | 'leftOut'> {
  files: readonly File[];
  isTextLost: boolean;
  areFilesLost: boolean;
  isReading: boolean;
  isGone: boolean;
}

/** What is to be put into a draft, and what was left out of it and why. */
export function SharedContent(props: SharedContentProps) {
  const { text, files, leftOut, isTextLost, areFilesLost, isReading, isGone } = props;
  const words = useAllMessages();
  const { sharing, composer } = words;
  const why: Record<LeftOutReason, string> = {
    too_many: sharing.tooMany(CHOSEN_IMAGES_MAX_COUNT),
    too_large: sharing.tooLarge,
  };
  const problems = new Set([
    ...leftOut.map(({ name, reason }) => composer.refused(name, why[reason])),
    ...(isTextLost ? [sharing.textLost] : []),
    ...(areFilesLost ? [sharing.filesLost] : []),
  ]);
  return (
    <section
      aria-label={sharing.content}
      className="flex max-h-[40dvh] shrink-0 flex-col gap-3 overflow-y-auto border-b border-line px-5 py-3"
    >
      <p role="status" className="text-muted empty:hidden">
        {isReading && sharing.reading}
        {isGone && sharing.gone}
      </p>
      {text !== '' && (
        <p
          dir="auto"
          className="line-clamp-3 shrink-0 text-sm break-words whitespace-pre-line wrap-anywhere"
        >
          {text}
        </p>
      )}
      {files.length > 0 && <Files files={files} />}
      {problems.size > 0 && (
        <ul className="flex flex-col gap-1 text-sm text-danger">
          {[...problems].map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Preview {
  url: string;
  file: File;
}

function Files({ files }: { files: readonly File[] }) {
  const words = useAllMessages();
  const [previews, setPreviews] = useState<readonly Preview[]>([]);
  useEffect(() => {
    const made = files.map((file) => ({ url: URL.createObjectURL(file), file }));
    setPreviews(made);
    return () => {
      for (const { url } of made) URL.revokeObjectURL(url);
    };
  }, [files]);
  return (
    <ul
      aria-label={words.composer.chosenImages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: so that keys scroll it
      tabIndex={0}
      className="flex min-h-20 shrink-0 gap-2.5 overflow-x-auto"
    >
      {previews.map(({ url, file }) => (
        <li key={url} className="shrink-0">
          {file.type.startsWith('image/') ? (
            <AttachmentPreview name={file.name} url={url} />
          ) : (
            <ChosenFile file={file} />
          )}
        </li>
      ))}
    </ul>
  );
}
