'use client';

import type { LucideProps } from 'lucide-react';
import Clock from 'lucide-react/icons/clock';
import Flag from 'lucide-react/icons/flag';
import Hand from 'lucide-react/icons/hand';
import Heart from 'lucide-react/icons/heart';
import Lightbulb from 'lucide-react/icons/lightbulb';
import PawPrint from 'lucide-react/icons/paw-print';
import Pizza from 'lucide-react/icons/pizza';
import Plane from 'lucide-react/icons/plane';
import Smile from 'lucide-react/icons/smile';
import Trophy from 'lucide-react/icons/trophy';
import type { ComponentType, KeyboardEvent } from 'react';
import type { SectionId } from '@/components/emoji/lay-out';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { classNames } from '@/components/ui/class-names';

type Jump = Exclude<SectionId, 'results'>;

const ICONS: Record<Jump, ComponentType<LucideProps>> = {
  recent: Clock,
  smileys: Smile,
  people: Hand,
  nature: PawPrint,
  food: Pizza,
  travel: Plane,
  activities: Trophy,
  objects: Lightbulb,
  symbols: Heart,
  flags: Flag,
};

interface CategoryBarProps {
  ids: readonly Jump[];
  /** The one in view; null while searching. */
  current: SectionId | null;
  onJump: (id: Jump) => void;
}

/** Ways to the parts of the grid: one Tab stop, arrow keys inside. */
export function CategoryBar({ ids, current, onJump }: CategoryBarProps) {
  const words = useAllMessages();
  const stop = ids.find((id) => id === current) ?? ids[0];
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const to = {
      [forward]: at + 1,
      [backward]: at - 1,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div
      role="toolbar"
      aria-label={words.emoji.categories}
      onKeyDown={onKeyDown}
      className="flex overflow-x-auto px-2 [scrollbar-width:none]"
    >
      {ids.map((id) => {
        const Icon = ICONS[id];
        return (
          <button
            key={id}
            type="button"
            tabIndex={id === stop ? 0 : -1}
            aria-label={words.emoji.category[id]}
            aria-current={id === current || undefined}
            title={words.emoji.category[id]}
            onClick={() => onJump(id)}
            className={classNames(
              'flex h-11 min-w-7 flex-1 items-center justify-center border-b-2 transition-colors focus-visible:-outline-offset-2',
              id === current
                ? 'border-accent text-accent'
                : 'border-transparent text-muted hover:text-ink',
            )}
          >
            <Icon className="size-5" aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}
