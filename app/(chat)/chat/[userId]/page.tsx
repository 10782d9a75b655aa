import { notFound } from 'next/navigation';
import { ConversationRoute } from '@/components/conversation/conversation-route';
import { requireSession } from '@/lib/server/auth/session';
import { isAppError } from '@/lib/server/errors';
import { listMessages } from '@/lib/server/services/messages/message';
import { getPerson } from '@/lib/server/services/people/people';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';

interface ConversationPageProps {
  params: Promise<{ userId: string }>;
}

export default async function ConversationPage({ params }: ConversationPageProps) {
  const { actor } = await requireSession();
  const userId = (await params).userId.toLowerCase();
  try {
    const person = await getPerson(actor, userId);
    // Rendering a page does not show that somebody looks at it: only the browser marks messages as
    // seen.
    const answer = await listMessages(actor, { userId, limit: PAGE_DEFAULT_COUNT, peek: true });
    return <ConversationRoute seed={{ userId, answer, person }} />;
  } catch (error) {
    if (isAppError(error, 'not_found')) notFound();
    throw error;
  }
}
