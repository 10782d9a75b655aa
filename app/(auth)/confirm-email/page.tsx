import type { Metadata } from 'next';
import { ConfirmEmailForm } from '@/components/auth/confirm-email-form';
import { getMessages } from '@/components/i18n/server-messages';
import { confirmEmailAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.confirmEmailTitle) };
}

export default async function ConfirmEmailPage({ searchParams }: PageProps<'/confirm-email'>) {
  const { token } = await searchParams;
  return (
    <ConfirmEmailForm
      action={confirmEmailAction}
      token={typeof token === 'string' && token ? token : null}
    />
  );
}
