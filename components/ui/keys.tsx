import { classNames } from '@/components/ui/class-names';

/** A key as it is printed on the keyboard. */
export function Key({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={classNames(
        'inline-flex min-w-6 justify-center rounded-md bg-hover px-1.5 py-0.5 font-sans text-meta font-medium whitespace-nowrap text-ink ring-1 ring-line',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
