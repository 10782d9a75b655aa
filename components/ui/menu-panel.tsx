'use client';

import * as Menu from 'radix-ui/dropdown-menu';
import type { ReactNode, RefObject } from 'react';

/** A row of a menu: an icon and words. */
export const MENU_ITEM_CLASS =
  'flex min-h-11 cursor-default items-center gap-3 rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-hover';

/** A menu as its button knows it. */
export interface MenuProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Where the focus goes back to. */
  opener: RefObject<HTMLElement | null>;
}

interface MenuPanelProps extends MenuProps {
  label: string;
  /** Once the focus is back, so that what opens can return it there. */
  onClosed: () => void;
  children: ReactNode;
}

/** What a menu shows; its button is elsewhere, so that it can be there before this is loaded. */
export function MenuPanel(props: MenuPanelProps) {
  const { isOpen, onOpenChange, opener, label, onClosed, children } = props;
  return (
    // The library takes left to right for granted.
    <Menu.Root
      open={isOpen}
      onOpenChange={onOpenChange}
      modal={false}
      dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}
    >
      {/* Only the element that the menu is positioned by. */}
      <Menu.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Menu.Trigger>
      {/* In place, not at the end of the page, so that it stays inside a landmark. */}
      <Menu.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          opener.current?.focus();
          onClosed();
        }}
        className="z-50 min-w-56 animate-pop-in rounded-card bg-raised p-1.5 shadow-raised ring-1 ring-line"
      >
        {children}
      </Menu.Content>
    </Menu.Root>
  );
}
