import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { NoticePage } from '@/components/ui/notice-page';
import { words } from '@/components/words';
import { pages } from '@/lib/shared/urls';

export const metadata: Metadata = { title: words.pageTitle(words.error.notFoundTitle) };

export default function NotFoundPage() {
  return (
    <NoticePage title={words.error.notFoundTitle} hint={words.error.notFoundHint}>
      <Link href={pages.chat} className={buttonClass()}>
        {words.error.home}
      </Link>
    </NoticePage>
  );
}
