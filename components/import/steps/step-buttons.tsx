'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';

interface StepButtonsProps {
  /** What goes on is called; "Continue" without a name. */
  label?: string;
  isPending?: boolean;
  onNext: () => void;
  onBack: () => void;
}

/** Goes on from a step, or back. */
export function StepButtons({ label, isPending = false, onNext, onBack }: StepButtonsProps) {
  const { common, imports: texts } = useAllMessages();
  return (
    <div className="flex flex-col gap-2">
      <Button isPending={isPending} onClick={onNext}>
        {label ?? texts.next}
      </Button>
      <Button variant="ghost" onClick={onBack}>
        {common.back}
      </Button>
    </div>
  );
}
