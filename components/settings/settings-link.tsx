'use client';

import type { ComponentProps } from 'react';
import { type SettingsCategory, settingsUrl } from '@/components/settings/settings-categories';
import { isPlainClick } from '@/components/ui/is-plain-click';

interface SettingsLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  category: SettingsCategory;
  section?: string;
  onOpen: (category: SettingsCategory, section?: string) => void;
}

/** A real link (it opens in a new tab like any other) that switches at once when simply clicked. */
export function SettingsLink({ category, section, onOpen, ...rest }: SettingsLinkProps) {
  return (
    <a
      {...rest}
      href={settingsUrl(category, section)}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onOpen(category, section);
      }}
    />
  );
}
