'use client';

import { useOnDemand } from '@/components/ui/use-on-demand';

const loadInvitation = () =>
  import('@/components/invitation/invitation').then((module) => module.Invitation);

/** The invitation with its code, fetched by those alone who have nobody to talk with yet. */
export function InvitationOnDemand() {
  const Invitation = useOnDemand(true, loadInvitation);
  return Invitation && <Invitation isCodeShown />;
}
