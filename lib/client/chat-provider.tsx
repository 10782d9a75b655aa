'use client';

import type { ReactNode } from 'react';
import type { ConversationAnswer, PeopleAnswer } from '@/lib/client/types';
import type { OwnUserDto, PersonDto } from '@/lib/shared/dto';

export interface ChatProviderProps {
  me: OwnUserDto;
  initialPeople: PeopleAnswer;
  initialConversation: { userId: string; answer: ConversationAnswer; person: PersonDto } | null;
  children: ReactNode;
}

export function ChatProvider({ children }: ChatProviderProps): ReactNode {
  return children;
}
