'use client';

import { useEffect, useRef } from 'react';

/** What a step of the dialog is about. It has the focus when the step comes, as what had it is gone. */
export function StepTitle({ children }: { children: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (title.current?.closest('[role="dialog"]')) title.current.focus();
  }, []);
  return (
    <h3 ref={title} tabIndex={-1} className="font-semibold text-message outline-none">
      {children}
    </h3>
  );
}
