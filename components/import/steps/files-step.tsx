'use client';

import ChevronDown from 'lucide-react/icons/chevron-down';
import FileArchive from 'lucide-react/icons/file-archive';
import { useEffect, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { SOURCE_NAMES, SOURCES } from '@/components/import/source-names';
import { droppedFiles } from '@/components/import/steps/dropped-files';
import { StepTitle } from '@/components/import/steps/step-title';
import { Button } from '@/components/ui/button';
import { carriesFiles } from '@/components/ui/carries-files';
import { classNames } from '@/components/ui/class-names';
import { useMediaQuery } from '@/components/ui/use-media-query';

interface FilesStepProps {
  /** Of the other person; null for one's own notes. */
  name: string | null;
  isReading: boolean;
  failure: string | null;
  onFiles: (files: readonly File[]) => void;
}

/** Chooses the files of an export, and says how to get them. */
export function FilesStep({ name, isReading, failure, onFiles }: FilesStepProps) {
  const { imports: texts } = useAllMessages();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const isOver = useDrop(onFiles);
  const isTouch = useMediaQuery('(pointer: coarse)');
  const [canFolder, setCanFolder] = useState(false);
  useEffect(() => {
    const input = folder.current;
    if (!input || !('webkitdirectory' in input)) return;
    input.webkitdirectory = true;
    setCanFolder(true);
  }, []);
  const input = (ref: typeof files) => (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      onChange={(event) => {
        const chosen = [...(event.target.files ?? [])];
        // The same files must be choosable again.
        event.target.value = '';
        if (chosen.length > 0) onFiles(chosen);
      }}
    />
  );
  return (
    <>
      <StepTitle>{texts.chooseTitle}</StepTitle>
      <div className="flex flex-col gap-2 text-muted text-pretty">
        <p>{name === null ? texts.chooseNotesHint : texts.chooseHint(name)}</p>
        <p>{texts.stays(name === null ? texts.bringIn : texts.ask(name))}</p>
      </div>
      <div
        className={classNames(
          'flex flex-col items-center gap-3 rounded-card border-2 border-dashed p-5 text-center',
          isOver ? 'border-accent bg-accent-soft' : 'border-control/50',
        )}
      >
        <FileArchive className="size-7 text-muted" aria-hidden="true" />
        <div className="flex flex-wrap justify-center gap-2">
          <Button isPending={isReading} onClick={() => files.current?.click()}>
            {texts.chooseFiles}
          </Button>
          {canFolder && (
            <Button
              variant="secondary"
              isPending={isReading}
              onClick={() => folder.current?.click()}
            >
              {texts.chooseFolder}
            </Button>
          )}
        </div>
        {!isTouch && <p className="text-muted text-sm">{texts.dropHint}</p>}
        {input(files)}
        {input(folder)}
        <p role="status" className="text-muted text-sm empty:hidden">
          {isReading && texts.reading}
        </p>
        <p role="alert" className="text-danger empty:hidden">
          {failure}
        </p>
      </div>
      <section aria-label={texts.howTo} className="flex flex-col gap-1">
        <h4 className="pb-1 text-sm font-medium">{texts.howTo}</h4>
        {SOURCES.map((source) => (
          <details key={source} className="group rounded-control ring-1 ring-line ring-inset">
            <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between rounded-control px-3 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
              <span>{SOURCE_NAMES[source]}</span>
              <ChevronDown
                className="size-4 text-muted group-open:-scale-y-100"
                aria-hidden="true"
              />
            </summary>
            <p className="px-3 pt-1 pb-3 text-muted text-pretty text-sm">{texts.howToOf[source]}</p>
          </details>
        ))}
      </section>
    </>
  );
}

/** Takes files dropped anywhere: one that misses must not open in place of the chat. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only what leaves the window goes nowhere else.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer).then(
        (files) => latest.current(files),
        // A folder that cannot be read has no files.
        () => latest.current([]),
      );
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}
