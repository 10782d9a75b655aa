import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AskOperator, ForgotForm } from '@/components/auth/forgot-form';
import { getMessages } from '@/components/i18n/server-messages';
import { getPageOptions } from '@/lib/server/auth/page-options';
import { pages } from '@/lib/shared/urls';
import { forgotAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.auth.forgot) };
}

export default async function ForgotPage() {
  const { reset, passwords } = await getPageOptions();
  if (!passwords) redirect(pages.logIn);
  return reset === 'mail' ? <ForgotForm action={forgotAction} /> : <AskOperator />;
}
