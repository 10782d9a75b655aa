import { Skeleton } from '@/components/ui/skeleton';

const WIDTHS = ['w-28', 'w-36', 'w-24', 'w-32', 'w-40', 'w-28', 'w-36'];

/** Rows shaped like the people that will stand there. */
export function PeopleSkeleton() {
  return (
    <div className="flex flex-col gap-0.5 px-2">
      {WIDTHS.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes never change
        <div key={index} className="flex min-h-16 items-center gap-3 px-2.5 py-2">
          <Skeleton className="size-12 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
