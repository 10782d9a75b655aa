'use client';

import { useClock } from '@/components/ui/clock';
import { dayKey } from '@/components/ui/dates';

/** The reader's day, as a key that compares: `2026-11-22`. */
export function useToday(): string {
  const clock = useClock();
  return dayKey(new Date(clock.now).toISOString(), clock);
}
