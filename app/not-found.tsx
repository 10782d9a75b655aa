import type { Metadata } from 'next';
import { getMessages } from '@/components/i18n/server-messages';
import { buttonClass } from '@/components/ui/button';
import { NoticePage } from '@/components/ui/notice-page';
import { pages } from '@/lib/shared/urls';

export async function generateMetadata(): Promise<Metadata> {
  const words = await getMessages();
  return { title: words.pageTitle(words.notFound.title) };
}

export default async function NotFoundPage() {
  const words = await getMessages();
  return (
    <NoticePage title={words.notFound.title} hint={words.notFound.hint}>
      {/* A plain link: nothing of this page has to be kept, and Next's link would add code to every
      page. */}
      <a href={pages.chat} className={buttonClass()}>
        {words.notFound.home}
      </a>
    </NoticePage>
  );
}
