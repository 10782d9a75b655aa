'use client';

import { useEffect, useRef, useState } from 'react';
import { OptionsItems } from '@/components/person/options/options-items';
import { usePerson } from '@/lib/client/hooks/people/use-person';

export interface RowOptionsProps {
  userId: string;
  /** Where it opens, in pixels of the window. */
  at: { x: number; y: number };
  onDone: () => void;
}

/** The menu of a row in the list of people, where it was asked for. */
export function RowOptions({ userId, at, onDone }: RowOptionsProps) {
  const { person } = usePerson(userId);
  const [isOpen, setIsOpen] = useState(true);
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    opener.current = document.querySelector(`[data-person="${userId}"] a`);
  }, [userId]);
  if (!person) return null;
  return (
    <div className="fixed z-50" style={{ left: at.x, top: at.y }}>
      <OptionsItems
        person={person}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        opener={opener}
        onDone={onDone}
      />
    </div>
  );
}
