'use client';

import { useServerFacts } from '@/components/invitation/server-facts';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadInvitation = () =>
  import('@/components/invitation/invitation').then((module) => module.Invitation);
const loadHowToFind = () =>
  import('@/components/invitation/how-to-find').then((module) => module.HowToFind);

/** Whether an empty list is filled by inviting people, rather than by finding those who are here. */
export function useIsFilledByInviting(): boolean {
  const { people, mayInvite } = useServerFacts();
  return people === 'listed' && mayInvite;
}

/** What to do about an empty list, fetched by those alone who have nobody to talk with yet. */
export function InvitationOnDemand() {
  const isInviting = useIsFilledByInviting();
  const Invitation = useOnDemand(isInviting, loadInvitation);
  const HowToFind = useOnDemand(!isInviting, loadHowToFind);
  return (
    <>
      {Invitation && <Invitation isCodeShown />}
      {HowToFind && <HowToFind />}
    </>
  );
}
