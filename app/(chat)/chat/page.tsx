import { ConversationRoute } from '@/components/shell/chat-screens';

export default function ChatPage() {
  return <ConversationRoute />;
}
