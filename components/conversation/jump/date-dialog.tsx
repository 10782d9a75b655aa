'use client';

import { useJump } from '@/components/conversation/jump/use-jump';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Calendar } from '@/components/ui/calendar/calendar';
import { clampDay, startOfDay } from '@/components/ui/calendar/calendar-days';
import { useClock } from '@/components/ui/clock';
import { dayKey } from '@/components/ui/dates';
import { Dialog } from '@/components/ui/dialog';
import { useToday } from '@/components/ui/use-today';
import { useFirstMessageAt } from '@/lib/client/hooks/conversation/use-first-message-at';

interface DateDialogProps {
  userId: string;
  /** The moment whose day it opens at; null for today. */
  openAt: string | null;
  isOpen: boolean;
  onClose: () => void;
}

/** A calendar of the conversation: choosing a day goes to its first message. */
export function DateDialog(props: DateDialogProps) {
  const words = useAllMessages();
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={words.jump.toDate}
      kind="card"
      showTitle
    >
      <Days {...props} />
    </Dialog>
  );
}

function Days({ userId, openAt, onClose }: DateDialogProps) {
  const clock = useClock();
  const today = useToday();
  const { jumpToDate } = useJump(userId);
  const firstAt = useFirstMessageAt(userId);
  // Until the first message is known, no day is too early.
  const min = firstAt
    ? clampDay(dayKey(firstAt, clock), { min: '1970-01-01', max: today })
    : '1970-01-01';
  return (
    <Calendar
      min={min}
      max={today}
      initial={openAt ? dayKey(openAt, clock) : today}
      today={today}
      onChoose={(day) => {
        onClose();
        jumpToDate(startOfDay(day).toISOString());
      }}
    />
  );
}
