'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Invitation } from '@/components/invitation/invitation';
import { Section } from '@/components/ui/section';

/** What brings others here. */
export function InvitationSection() {
  const words = useAllMessages();
  return (
    <Section id="invitation" title={words.people.invite}>
      <Invitation />
    </Section>
  );
}
