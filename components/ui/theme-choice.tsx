'use client';

import { useState } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from '@/components/ui/preferences';
import { SegmentedChoice } from '@/components/ui/segmented-choice';
import { writeCookie } from '@/components/ui/write-cookie';

interface ThemeChoiceProps {
  label: string;
  names: Record<Theme, string>;
  initial: Theme;
}

/** System, light or dark: takes effect at once and is remembered for the next first paint. */
export function ThemeChoice({ label, names, initial }: ThemeChoiceProps) {
  const [chosen, setChosen] = useState(initial);
  const choose = (theme: Theme) => {
    setChosen(theme);
    writeCookie(THEME_COOKIE, theme);
    document.documentElement.dataset.theme = theme;
  };
  return (
    <SegmentedChoice
      label={label}
      name="theme"
      options={THEMES}
      names={names}
      value={chosen}
      onChoose={choose}
    />
  );
}
