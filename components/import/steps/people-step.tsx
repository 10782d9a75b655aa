'use client';

import { useId, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ChoiceList } from '@/components/import/steps/choice-list';
import { StepButtons } from '@/components/import/steps/step-buttons';
import { StepTitle } from '@/components/import/steps/step-title';
import { CONTROL_CLASS, describedBy, Field } from '@/components/ui/field';
import type { History } from '@/lib/client/import/history-types';
import { listTimeZones } from '@/lib/client/platform/locale';

interface PeopleStepProps {
  history: History;
  /** Of the other person; null for one's own notes, where everything is the reader's own. */
  name: string | null;
  /** The sender who is the reader: null is nobody, undefined not known yet. */
  me: string | null | undefined;
  onMe: (me: string | null) => void;
  zone: string;
  onZone: (zone: string) => void;
  isReading: boolean;
  failure: string | null;
  onNext: () => void;
  onBack: () => void;
}

/** The key of "nobody" among the senders. */
const NOBODY = '';

/** Asks what the export does not say: who is who, and in which zone its times are. */
export function PeopleStep(props: PeopleStepProps) {
  const { history, name, me, onMe, zone, onZone, isReading, failure, onNext, onBack } = props;
  const words = useAllMessages();
  const { imports: texts } = words;
  const [isMissing, setIsMissing] = useState(false);
  const [first = '', ...others] = history.senders;
  const isAlone = others.length === 0;
  const choices = isAlone
    ? [
        { key: first, name: words.chat.you },
        { key: NOBODY, name: name ?? '' },
      ]
    : history.senders.map((sender) => ({ key: sender, name: sender }));
  const next = () => {
    if (name !== null && me === undefined) setIsMissing(true);
    else if (!isReading) onNext();
  };
  return (
    <>
      <StepTitle>{name === null ? texts.zoneTitle : texts.whoTitle}</StepTitle>
      {name !== null && (
        <ChoiceList
          label={isAlone ? texts.whoIs(first) : texts.whoAreYou}
          choices={choices}
          chosen={me === undefined ? [] : [me ?? NOBODY]}
          onChoose={([key = NOBODY]) => {
            onMe(key === NOBODY ? null : key);
            setIsMissing(false);
          }}
          error={isMissing ? texts.whoMissing : null}
        />
      )}
      {history.source === 'whatsapp' && <ZoneField zone={zone} onZone={onZone} />}
      <p role="status" className="text-muted text-sm empty:hidden">
        {isReading && texts.reading}
      </p>
      <p role="alert" className="text-danger empty:hidden">
        {failure}
      </p>
      <StepButtons isPending={isReading} onNext={next} onBack={onBack} />
    </>
  );
}

function ZoneField({ zone, onZone }: { zone: string; onZone: (zone: string) => void }) {
  const { imports: texts } = useAllMessages();
  const id = useId();
  const [zones] = useState(() => [...new Set([zone, ...listTimeZones()])].sort());
  return (
    <Field id={id} label={texts.zone} hint={texts.zoneHint}>
      <select
        id={id}
        dir="ltr"
        value={zone}
        aria-describedby={describedBy(id, { hint: true })}
        onChange={(event) => onZone(event.target.value)}
        className={CONTROL_CLASS}
      >
        {zones.map((each) => (
          <option key={each} value={each}>
            {each.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </Field>
  );
}
