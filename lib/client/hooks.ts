'use client';

import type {
  ConnectionView,
  ConversationView,
  DraftView,
  PeopleSearchView,
  PeopleView,
  PersonView,
  ProfileActions,
  SendActions,
  TypingReporter,
} from '@/lib/client/types';
import type { OwnUserDto } from '@/lib/shared/dto';

export { ApiError } from '@/lib/client/api-error';

function notBuilt(..._: unknown[]): never {
  throw new Error('not built');
}

export const useMe: () => OwnUserDto = notBuilt;
export const useConnection: () => ConnectionView = notBuilt;
export const usePeople: () => PeopleView = notBuilt;
export const usePeopleSearch: (q: string) => PeopleSearchView = notBuilt;
export const usePerson: (userId: string) => PersonView = notBuilt;
export const useConversation: (userId: string) => ConversationView = notBuilt;
export const useMarkSeen: (userId: string, isAtBottom: boolean) => void = notBuilt;
export const useSend: (userId: string) => SendActions = notBuilt;
export const useDraft: (userId: string) => DraftView = notBuilt;
export const useTypingReporter: (userId: string) => TypingReporter = notBuilt;
export const useUnseenTotal: () => number = notBuilt;
export const useProfile: () => ProfileActions = notBuilt;
export const useAnnouncement: () => string = notBuilt;
