import type { Metadata } from 'next';
import { LogInForm } from '@/components/auth/log-in-form';
import { words } from '@/components/words';

export const metadata: Metadata = { title: words.pageTitle(words.auth.logIn) };

export default function LogInPage() {
  return <LogInForm />;
}
