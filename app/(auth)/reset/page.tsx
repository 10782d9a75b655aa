import type { Metadata } from 'next';
import { ResetForm } from '@/components/auth/reset-form';
import { getMessages } from '@/components/i18n/server-messages';
import { resetAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.resetTitle) };
}

export default async function ResetPage({ searchParams }: PageProps<'/reset'>) {
  const { token } = await searchParams;
  return (
    <ResetForm action={resetAction} token={typeof token === 'string' && token ? token : null} />
  );
}
