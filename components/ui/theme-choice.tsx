'use client';

import { useState } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from '@/components/ui/preferences';
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
    <fieldset className="grid grid-cols-3 gap-1 rounded-control bg-sunken p-1">
      <legend className="sr-only">{label}</legend>
      {THEMES.map((theme) => (
        <label
          key={theme}
          className="flex min-h-11 items-center justify-center rounded-lg px-2 text-sm font-medium text-muted transition-colors hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={chosen === theme}
            onChange={() => choose(theme)}
            className="sr-only"
          />
          {names[theme]}
        </label>
      ))}
    </fieldset>
  );
}
