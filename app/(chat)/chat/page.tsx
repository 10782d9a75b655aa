import { ConversationRoute } from '@/components/conversation/conversation-route';

export default function ChatPage() {
  return <ConversationRoute />;
}
