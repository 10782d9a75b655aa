import { PersonNotFound } from '@/components/chat/person-not-found';

export default function ConversationNotFoundPage() {
  return <PersonNotFound />;
}
