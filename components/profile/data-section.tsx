'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { DownloadData } from '@/components/profile/download-data';
import { Section } from '@/components/ui/section';

/** A copy of everything one can see, to take along. */
export function DataSection() {
  const words = useAllMessages().data;
  return (
    <Section id="data" title={words.title} hint={`${words.hint} ${words.size}`}>
      <DownloadData />
    </Section>
  );
}
