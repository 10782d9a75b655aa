'use client';

import { EmojiPicker } from '@/components/emoji/emoji-picker';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { DialogFrame } from '@/components/ui/dialog-frame';

interface ReactionPickerProps {
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** All emoji, to react with one of them. */
export function ReactionPicker({ onPick, onClose }: ReactionPickerProps) {
  const words = useAllMessages();
  return (
    <DialogFrame isOpen onClose={onClose} title={words.actions.react} kind="palette">
      <div className="flex h-[27rem] max-h-[70dvh] flex-col">
        <EmojiPicker onPick={({ symbol }) => onPick(symbol)} />
      </div>
    </DialogFrame>
  );
}
