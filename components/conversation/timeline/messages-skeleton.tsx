import { useMessages } from '@/components/i18n/messages-provider';
import { Skeleton } from '@/components/ui/skeleton';

const SHAPES = [
  'w-56 self-start',
  'w-40 self-start',
  'w-64 self-end',
  'w-48 self-start',
  'w-36 self-end',
  'w-60 self-end',
  'w-52 self-start',
  'w-44 self-end',
];

/** Bubbles shaped like a conversation that is on its way. */
export function MessagesSkeleton() {
  const words = useMessages();
  return (
    <div className="flex flex-col gap-2 px-3 pt-4 sm:px-5">
      <span className="sr-only">{words.chat.loading}</span>
      {SHAPES.map((shape) => (
        <Skeleton key={shape} className={`h-10 max-w-4/5 rounded-bubble ${shape}`} />
      ))}
    </div>
  );
}
