import type { Metadata } from 'next';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { words } from '@/components/words';

export const metadata: Metadata = { title: words.pageTitle(words.auth.signUp) };

export default function SignUpPage() {
  return <SignUpForm />;
}
