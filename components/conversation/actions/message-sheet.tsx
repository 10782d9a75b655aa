'use client';

import Plus from 'lucide-react/icons/plus';
import { ActIcon } from '@/components/conversation/actions/act-icon';
import type { MessageMenuProps } from '@/components/conversation/actions/message-menu';
import {
  canReact,
  QUICK_REACTIONS,
  whatCanBeDone,
} from '@/components/conversation/actions/what-can-be-done';
import { groupReactions } from '@/components/conversation/message-parts/group-reactions';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { useMe } from '@/lib/client/hooks/people/use-me';

const REACTION_CLASS =
  'flex size-11 items-center justify-center rounded-full text-2xl leading-none';

interface MessageSheetProps extends Omit<MessageMenuProps, 'at'> {
  /** Of the other person. */
  name: string;
}

/** The menu of a message for fingers: from below, the reactions on top. */
export function MessageSheet(props: MessageSheetProps) {
  const { item, chosen, name, onAct, onReact, onMore, onClose } = props;
  const words = useAllMessages();
  const { _id: myId } = useMe();
  return (
    <DialogFrame isOpen onClose={onClose} title={words.actions.menu} kind="bottom">
      <div className="flex flex-col p-2">
        {canReact(item) && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
          <div
            role="group"
            aria-label={words.actions.react}
            className="mb-2 flex justify-between border-b border-line px-1 pb-2"
          >
            {QUICK_REACTIONS.map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={words.actions.reactWith(emoji)}
                aria-pressed={emoji === chosen}
                onClick={() => onReact(emoji === chosen ? null : emoji)}
                className={classNames(
                  REACTION_CLASS,
                  emoji === chosen && 'bg-accent-soft ring-1 ring-accent',
                )}
              >
                {emoji}
              </button>
            ))}
            <button
              type="button"
              aria-label={words.actions.more}
              onClick={onMore}
              className={`${REACTION_CLASS} bg-hover text-muted`}
            >
              <Plus className="size-5" aria-hidden="true" />
            </button>
          </div>
        )}
        {groupReactions(item.reactions).map(({ emoji, userIds }) => (
          <p key={emoji} className="px-4 pb-2 text-sm text-muted">
            {`${emoji} ${userIds.map((id) => (id === myId ? words.chat.you : name)).join(', ')}`}
          </p>
        ))}
        {whatCanBeDone(item).map((act) => (
          <button
            key={act}
            type="button"
            onClick={() => onAct(act)}
            className={classNames(
              'flex min-h-12 items-center gap-4 rounded-control px-4 text-start hover:bg-hover',
              act === 'delete' && 'text-danger',
            )}
          >
            <ActIcon act={act} />
            <span>{words.actions[act]}</span>
          </button>
        ))}
      </div>
    </DialogFrame>
  );
}
