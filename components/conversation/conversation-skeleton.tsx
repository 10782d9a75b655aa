import { MessagesSkeleton } from '@/components/conversation/timeline/messages-skeleton';
import { Skeleton } from '@/components/ui/skeleton';

/** The shape of a conversation whose person is not known yet. */
export function ConversationSkeleton() {
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-16 items-center gap-3 border-b border-line px-5 pt-safe">
        <Skeleton className="size-10 rounded-full" />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-3.5 w-32" />
          <Skeleton className="h-3 w-20" />
        </div>
      </div>
      <div className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden pb-3">
        <MessagesSkeleton />
      </div>
      <div className="px-2 pb-2 sm:px-4 sm:pb-4">
        <Skeleton className="h-11 rounded-[1.375rem]" />
      </div>
    </div>
  );
}
