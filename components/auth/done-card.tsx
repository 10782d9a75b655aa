'use client';

import { useEffect, useRef } from 'react';
import { AuthCard, type AuthCardProps } from '@/components/auth/auth-card';

/** What came of a form, in its place: the focus goes there, so that it is read out. */
export function DoneCard(props: AuthCardProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs.
    <div ref={box} role="group" aria-label={props.title} tabIndex={-1} className="outline-none">
      <AuthCard {...props} />
    </div>
  );
}
