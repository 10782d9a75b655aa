import type { ComponentType } from 'react';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

/** The messages that are selected, by their numbers, while several can be. */
export interface Selection {
  seqs: ReadonlySet<number>;
  toggle: (seqs: readonly number[]) => void;
  /** The box at the start of a message; it comes with what selects. */
  Box: ComponentType<SelectBoxProps>;
}

export interface SelectBoxProps {
  selection: Selection;
  /** All that stand in the row: several in an album. */
  items: readonly ConversationItem[];
}
