import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { requireSession } from '@/lib/server/auth/session';
import { isAppError } from '@/lib/server/errors';
import { openProfileLink } from '@/lib/server/services/contacts/profile-link';
import { pages } from '@/lib/shared/urls';

export const metadata: Metadata = { robots: 'noindex' };

/** Where a profile link leads: to the conversation with that person, after signing in. */
export default async function ProfileLinkPage({ params }: PageProps<'/u/[key]'>) {
  const { actor } = await requireSession();
  let userId: string;
  try {
    const { key } = await params;
    // A handle's sign comes encoded.
    ({ userId } = await openProfileLink(actor, { key: key.replace(/^%40/, '@') }));
  } catch (error) {
    if (isAppError(error, 'not_found')) notFound();
    throw error;
  }
  redirect(pages.conversation(userId));
}
