import { notFound } from 'next/navigation';
import { ConversationRoute } from '@/components/shell/chat-screens';
import { requireSession } from '@/lib/server/auth/session';
import { isAppError } from '@/lib/server/errors';
import { openConversation } from '@/lib/server/services/people/people';
import { MESSAGE_PARAMETER, messageSeqOf } from '@/lib/shared/urls';

interface ConversationPageProps {
  params: Promise<{ userId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConversationPage(props: ConversationPageProps) {
  const { actor } = await requireSession();
  try {
    const { userId } = await props.params;
    const conversation = await openConversation(actor, {
      userId: userId.toLowerCase(),
      around: messageSeqOf((await props.searchParams)[MESSAGE_PARAMETER]),
    });
    return <ConversationRoute seed={{ conversation }} />;
  } catch (error) {
    if (isAppError(error, 'not_found')) notFound();
    throw error;
  }
}
