import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

const TIP_PLACES = {
  'above-start': 'bottom-full start-1 mb-1',
  'above-end': 'bottom-full end-1 mb-1',
  'below-end': 'top-full end-1 mt-1',
} as const;

interface IconButtonProps extends ComponentProps<'button'> {
  /** What the button does: its accessible name, shown to those who point at it. */
  label: string;
  /** On which side there is room for the label. */
  tip: keyof typeof TIP_PLACES;
  children: ReactNode;
}

export const ICON_BUTTON_CLASS =
  'inline-flex size-11 shrink-0 items-center justify-center rounded-full text-muted transition-colors hover:bg-hover hover:text-ink disabled:opacity-50';

/** A button that shows only an icon, with a 44 px target. */
export function IconButton({
  label,
  tip,
  className,
  children,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      className={classNames(ICON_BUTTON_CLASS, 'group relative', className)}
    >
      {children}
      <span
        aria-hidden="true"
        className={classNames(
          'pointer-events-none absolute z-40 rounded-lg bg-ink px-2 py-1 text-meta font-medium whitespace-nowrap text-surface opacity-0 transition-opacity',
          'group-hover:opacity-100 group-hover:delay-500 group-focus-visible:opacity-100 group-aria-expanded:hidden',
          TIP_PLACES[tip],
        )}
      >
        {label}
      </span>
    </button>
  );
}
