'use client';

import type { LightboxViewProps } from '@/components/conversation/lightbox/lightbox-view';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadView = () =>
  import('@/components/conversation/lightbox/lightbox-view').then((module) => module.LightboxView);

/** Pictures on the whole screen, loaded when the first one is opened. */
export function Lightbox({
  openKey,
  ...rest
}: Omit<LightboxViewProps, 'openKey'> & { openKey: string | null }) {
  const View = useOnDemand(openKey !== null, loadView);
  return View && openKey !== null ? <View {...rest} openKey={openKey} /> : null;
}
