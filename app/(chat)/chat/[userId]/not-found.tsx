import { PersonNotFound } from '@/components/conversation/person-not-found';

export default function ConversationNotFoundPage() {
  return <PersonNotFound />;
}
