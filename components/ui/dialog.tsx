'use client';

import type { DialogProps } from '@/components/ui/dialog-frame';
import { useOnDemand } from '@/components/ui/use-on-demand';

const loadFrame = () => import('@/components/ui/dialog-frame').then((module) => module.DialogFrame);

/** A modal dialog: focus stays inside, Esc closes it, and focus returns where it came from. */
export function Dialog(props: DialogProps) {
  const Frame = useOnDemand(props.isOpen, loadFrame);
  return Frame && <Frame {...props} />;
}
