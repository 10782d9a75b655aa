import { PersonNotFoundRoute } from '@/components/conversation/person-not-found-route';

export default function ConversationNotFoundPage() {
  return <PersonNotFoundRoute />;
}
