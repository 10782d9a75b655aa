import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

/** What a person can do with a message of the timeline. */
export interface MessageActions {
  openPhoto: (key: string) => void;
  cancelUpload: (clientId: string) => void;
  retry: (clientId: string) => void;
  /** Gives one that could not be sent back to where one writes. */
  edit: (clientId: string) => void;
  discard: (clientId: string) => void;
  /** Gives the focus to where one writes. */
  toComposer: () => void;
  reply: (item: ConversationItem) => void;
  /** Puts its text, or what is given, where one writes, to be changed. */
  startEdit: (item: ConversationItem, text?: string) => void;
  /** Sets one's reaction, or takes it back. */
  react: (item: ConversationItem, emoji: string | null) => void;
  remove: (item: ConversationItem, scope: 'everyone' | 'me') => void;
  removePreview: (item: ConversationItem) => void;
  forward: (item: ConversationItem, toUserIds: readonly string[]) => void;
  retryChange: (item: ConversationItem) => void;
  discardChange: (item: ConversationItem) => void;
  /** Goes to the message of that number. */
  jumpTo: (seq: number) => void;
}
