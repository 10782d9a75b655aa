import { redirect } from 'next/navigation';
import { pages } from '@/lib/shared/urls';

export default function HomePage() {
  redirect(pages.chat);
}
