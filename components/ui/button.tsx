import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';

const VARIANTS = {
  primary:
    'bg-accent-solid text-on-accent hover:bg-accent-solid-hover disabled:hover:bg-accent-solid',
  secondary: 'bg-surface text-ink ring-1 ring-inset ring-line hover:bg-hover',
  ghost: 'text-ink hover:bg-hover',
  danger: 'bg-surface text-danger ring-1 ring-inset ring-line hover:bg-danger-soft',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS;
  /** Shows progress and refuses further presses, but stays focusable so that focus is not lost. */
  isPending?: boolean;
}

/** The class names of a button, for links that look like one. */
export function buttonClass(variant: keyof typeof VARIANTS = 'primary'): string {
  return classNames(
    'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 py-2 text-sm font-medium',
    'transition-colors disabled:opacity-60',
    VARIANTS[variant],
  );
}

export function Button({
  variant = 'primary',
  isPending = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isPending || undefined}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      className={classNames(buttonClass(variant), isPending && 'opacity-80', className)}
    >
      {isPending && <Spinner />}
      {/* An element of its own, and none for the layout: where a browser translates the page, a text
          is no longer where React left it, and nothing can be put before it. */}
      <span className="contents">{children}</span>
    </button>
  );
}
