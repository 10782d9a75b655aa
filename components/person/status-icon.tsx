import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import type { SendStatus } from '@/lib/client/selectors/conversation-item';

/** Lines in a square of 16. */
const LINES: Record<Exclude<SendStatus, 'seen'>, string> = {
  sending: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 5v3.2l2 1.3',
  sent: 'M3.5 8.5l3 3 6-7',
  delivered: 'M1 8.5l3 3 6-7M7.5 11l.5.5 6.5-7',
  failed: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 5v3.5M8 10.9v.1',
};
/** A full disc with the tick cut out of it, which needs no second colour. */
const SEEN =
  'M8 .9a7.1 7.1 0 1 1 0 14.2A7.1 7.1 0 0 1 8 .9ZM6.9 12.1 12.5 5.9 11.2 4.7 6.8 9.6 4.9 7.7 3.7 8.9Z';

interface StatusIconProps {
  id?: string;
  status: SendStatus;
  className?: string;
}

/**
 * How far a message has come: one tick sent, two ticks delivered, a full disc seen. Each has a shape
 * of its own, of one size, so that a change moves nothing; and a word for those who do not see it.
 */
export function StatusIcon({ id, status, className }: StatusIconProps) {
  const words = useMessages();
  return (
    <span id={id} title={words.status[status]} className="inline-flex shrink-0">
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        data-status={status}
        fill={status === 'seen' ? 'currentColor' : 'none'}
        fillRule="evenodd"
        stroke={status === 'seen' ? 'none' : 'currentColor'}
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        className={classNames(
          'size-4',
          status === 'seen' || status === 'failed' ? className : 'opacity-80',
          (status === 'sending' || status === 'seen') && 'p-px',
        )}
      >
        <path d={status === 'seen' ? SEEN : LINES[status]} />
      </svg>
      <span className="sr-only">{words.status[status]}</span>
    </span>
  );
}
