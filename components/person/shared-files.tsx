'use client';

import ChevronDown from 'lucide-react/icons/chevron-down';
import { useId, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadList = () =>
  import('@/components/person/shared-files-list').then((module) => module.SharedFilesList);

interface SharedFilesProps {
  userId: string;
  /** Shows the message with that number. */
  onGoTo: (seq: number) => void;
}

/** Every file and voice note that went back and forth, once somebody wants to see them. */
export function SharedFiles({ userId, onGoTo }: SharedFilesProps) {
  const words = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const listId = useId();
  const List = useOnDemand(isOpen, loadList);
  return (
    <div className="flex flex-col gap-2">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setIsOpen((was) => !was)}
          className="flex min-h-11 w-full items-center justify-between gap-2 text-start text-meta font-medium text-muted hover:text-ink"
        >
          <span>{words.people.sharedFiles}</span>
          <ChevronDown
            className={classNames('size-4 transition-transform', isOpen && 'rotate-180')}
            aria-hidden="true"
          />
        </button>
      </h3>
      <div id={listId}>{isOpen && List && <List userId={userId} onGoTo={onGoTo} />}</div>
    </div>
  );
}
