'use client';

import { useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ChoiceList } from '@/components/import/steps/choice-list';
import { StepButtons } from '@/components/import/steps/step-buttons';
import { StepTitle } from '@/components/import/steps/step-title';
import { useZone } from '@/components/ui/clock';
import { formatCalendar } from '@/components/ui/dates';
import type { DateOrder } from '@/lib/client/import/history-types';
import { readCalendarDay } from '@/lib/client/import/whatsapp/calendar-day';

interface DatesStepProps {
  /** A date as the export writes it, and the orders it can be read in. */
  example: string;
  orders: readonly DateOrder[];
  isReading: boolean;
  failure: string | null;
  onChoose: (order: DateOrder) => void;
  onBack: () => void;
}

/** The day in words that an example means in an order. */
function readingOf(example: string, order: DateOrder, locale: string): string {
  const [first = '', second = '', third = ''] = example.match(/\d+/g) ?? [];
  const day = readCalendarDay([first, second, third], order);
  return day === null
    ? order
    : formatCalendar(new Date(day).toISOString().slice(0, 10), locale, 'day');
}

/** Asks what is the day and what the month, where the export could be read in several ways. */
export function DatesStep(props: DatesStepProps) {
  const { example, orders, isReading, failure, onChoose, onBack } = props;
  const { imports: texts } = useAllMessages();
  const { locale } = useZone();
  const [chosen, setChosen] = useState<DateOrder | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  return (
    <>
      <StepTitle>{texts.datesTitle}</StepTitle>
      <p className="text-muted">{texts.datesHint(example)}</p>
      <ChoiceList
        label={texts.datesTitle}
        hideLabel
        choices={orders.map((order) => ({ key: order, name: readingOf(example, order, locale) }))}
        chosen={chosen ? [chosen] : []}
        onChoose={([key]) => {
          setChosen(orders.find((order) => order === key) ?? null);
          setIsMissing(false);
        }}
        error={isMissing ? texts.whoMissing : failure}
      />
      <StepButtons
        isPending={isReading}
        onNext={() => (chosen ? onChoose(chosen) : setIsMissing(true))}
        onBack={onBack}
      />
    </>
  );
}
