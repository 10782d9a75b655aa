import type { Metadata } from 'next';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { getWords } from '@/components/i18n/server-words';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getWords();
  return { title: words.pageTitle(words.auth.signUp) };
}

export default function SignUpPage() {
  return <SignUpForm />;
}
