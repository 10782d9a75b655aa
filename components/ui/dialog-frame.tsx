'use client';

import X from 'lucide-react/icons/x';
import * as Radix from 'radix-ui/dialog';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { provideStyleNonce } from '@/components/ui/style-nonce';
import { useBackToClose } from '@/components/ui/use-back-to-close';

const KINDS = {
  /** From the end edge, full height; on a phone the whole screen. */
  sheet:
    'inset-y-0 end-0 w-full sm:max-w-sm animate-slide-in bg-surface pt-safe pb-safe shadow-raised overflow-y-auto',
  /** Near the top of the window. */
  palette:
    'top-[12dvh] left-1/2 w-[calc(100%-2rem)] max-w-lg -translate-x-1/2 animate-pop-in rounded-card bg-raised shadow-raised ring-1 ring-line overflow-hidden',
  /** In the middle, as high as what it holds; on a phone the whole screen. */
  card: 'inset-0 animate-pop-in overflow-y-auto bg-raised pt-safe pb-safe shadow-raised sm:m-auto sm:h-fit sm:max-h-[calc(100dvh-2rem)] sm:max-w-md sm:rounded-card sm:ring-1 sm:ring-line',
  /** In the middle, with room to work; on a phone the whole screen. */
  workspace:
    'inset-0 animate-pop-in overflow-y-auto bg-raised pt-safe pb-safe shadow-raised sm:m-auto sm:h-[min(48rem,calc(100dvh-2rem))] sm:max-w-3xl sm:rounded-card sm:ring-1 sm:ring-line',
  /** From below, as high as what it holds. */
  bottom:
    'inset-x-0 bottom-0 mx-auto max-h-[85dvh] max-w-md animate-pop-in overflow-y-auto rounded-t-card bg-raised pb-safe shadow-raised ring-1 ring-line',
  /** The whole screen. */
  screen: 'inset-0 animate-fade-in bg-lightbox text-white',
} as const;

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  kind: keyof typeof KINDS;
  /** Whether the title is seen, or only heard. */
  showTitle?: boolean;
  /** Keys that work from wherever the focus is inside. */
  onKeyDown?: (event: KeyboardEvent) => void;
  /** What has `data-first-focus` gets the focus when it opens, else the first that can have it. */
  children: ReactNode;
}

/** The dialog itself, which Back closes as well, with the library behind it; screens use `Dialog`, which loads this when needed. */
export function DialogFrame({
  isOpen,
  onClose,
  title,
  kind,
  showTitle = false,
  onKeyDown,
  children,
}: DialogProps) {
  const words = useMessages();
  useEffect(provideStyleNonce, []);
  useBackToClose(isOpen, onClose);
  const opener = useRef<Element | null>(null);

  // The library returns the focus to a trigger of its own; ours are opened by keys and by many buttons.
  const onOpenAutoFocus = (event: Event) => {
    opener.current = document.activeElement;
    const dialog = event.target instanceof HTMLElement ? event.target : null;
    const first = dialog?.querySelector<HTMLElement>('[data-first-focus]');
    // On touch a field would open the keyboard over half of the dialog.
    if (!first || !matchMedia('(pointer: fine)').matches) return;
    event.preventDefault();
    first.focus();
  };
  const returnFocus = (event: Event) => {
    event.preventDefault();
    const isTaken = document.activeElement && document.activeElement !== document.body;
    if (!isTaken && opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={returnFocus}
          onKeyDown={onKeyDown}
          data-scroller
          className={classNames('fixed z-50 flex flex-col outline-none', KINDS[kind])}
        >
          {showTitle ? (
            <div className="flex items-center justify-between border-b border-line py-2 ps-5 pe-2">
              <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
              <Radix.Close aria-label={words.common.close} className={ICON_BUTTON_CLASS}>
                <X className="size-5" aria-hidden="true" />
              </Radix.Close>
            </div>
          ) : (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
