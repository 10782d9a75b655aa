import { notFound } from 'next/navigation';
import { ConversationRoute } from '@/components/shell/chat-screens';
import { requireSession } from '@/lib/server/auth/session';
import { isAppError } from '@/lib/server/errors';
import { openConversation } from '@/lib/server/services/people/people';

interface ConversationPageProps {
  params: Promise<{ userId: string }>;
}

export default async function ConversationPage({ params }: ConversationPageProps) {
  const { actor } = await requireSession();
  try {
    const conversation = await openConversation(actor, (await params).userId.toLowerCase());
    return <ConversationRoute seed={{ conversation }} />;
  } catch (error) {
    if (isAppError(error, 'not_found')) notFound();
    throw error;
  }
}
