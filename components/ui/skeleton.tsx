import { classNames } from '@/components/ui/class-names';

/** A grey shape where something will be. */
export function Skeleton({ className }: { className: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block max-w-full animate-breathe rounded-lg bg-hover', className)}
    />
  );
}
