import Check from 'lucide-react/icons/check';
import CheckCheck from 'lucide-react/icons/check-check';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Clock from 'lucide-react/icons/clock';
import { useWords } from '@/components/i18n/words-provider';
import { classNames } from '@/components/ui/class-names';
import type { SendStatus } from '@/lib/client/types';

const ICONS = {
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  seen: CheckCheck,
  failed: CircleAlert,
} as const;

interface StatusIconProps {
  status: SendStatus;
  className?: string;
}

/** How far a message has come: an icon of one size, so that a change moves nothing, and a word. */
export function StatusIcon({ status, className }: StatusIconProps) {
  const words = useWords();
  const Icon = ICONS[status];
  return (
    <>
      <Icon
        aria-hidden="true"
        strokeWidth={2.25}
        className={classNames(
          'size-4 shrink-0',
          // Delivered and seen share a shape; seen is the one in full colour.
          status === 'seen' ? className : 'opacity-70',
          status === 'sending' && 'p-0.5',
        )}
      />
      <span className="sr-only">{words.status[status]}</span>
    </>
  );
}
