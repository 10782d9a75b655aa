import { ConversationRoute } from '@/components/chat/conversation-route';

export default function ChatPage() {
  return <ConversationRoute seed={null} />;
}
