'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ProfileLink } from '@/components/invitation/profile-link';
import { Section } from '@/components/ui/section';

/** The link by which others find the reader. */
export function ProfileLinkSection() {
  const words = useAllMessages().profileLink;
  return (
    <Section id="profile-link" title={words.title} hint={words.hint}>
      <ProfileLink isReplaceable />
    </Section>
  );
}
