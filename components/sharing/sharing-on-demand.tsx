'use client';

import { useSearchParams } from 'next/navigation';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { bringsAnything } from '@/lib/shared/sharing/share-address';

const loadSharing = () => import('@/components/sharing/sharing').then((module) => module.Sharing);

/** What another app, a link or a shortcut brings; its code is loaded when an address says so. */
export function SharingOnDemand() {
  const Sharing = useOnDemand(bringsAnything(useSearchParams()), loadSharing);
  return Sharing && <Sharing />;
}
