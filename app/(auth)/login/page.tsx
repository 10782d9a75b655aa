import type { Metadata } from 'next';
import { LogInForm } from '@/components/auth/log-in-form';
import { getWords } from '@/components/i18n/server-words';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getWords();
  return { title: words.pageTitle(words.auth.logIn) };
}

export default function LogInPage() {
  return <LogInForm />;
}
