import { PersonNotFoundRoute } from '@/components/shell/chat-screens';

export default function ConversationNotFoundPage() {
  return <PersonNotFoundRoute />;
}
