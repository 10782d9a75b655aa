'use client';

import { useMemo, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { ImportPreview } from '@/components/import/import-preview';
import { ChatsStep } from '@/components/import/steps/chats-step';
import { DatesStep } from '@/components/import/steps/dates-step';
import { FilesStep } from '@/components/import/steps/files-step';
import { HandInStep } from '@/components/import/steps/hand-in-step';
import { PeopleStep } from '@/components/import/steps/people-step';
import { StepButtons } from '@/components/import/steps/step-buttons';
import { StepTitle } from '@/components/import/steps/step-title';
import { useExport } from '@/components/import/use-export';
import type { HandInView } from '@/components/import/use-hand-in';
import { guessMe, isCertain } from '@/components/import/who-is-who';
import { useFirstMessageAt } from '@/lib/client/hooks/conversation/use-first-message-at';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { planImport } from '@/lib/client/import/hand-in/plan-import';
import type { History } from '@/lib/client/import/history-types';
import type { PersonRow } from '@/lib/client/selectors/person-row';

interface ImportWizardProps {
  person: PersonRow;
  /** The conversation is one's own notes. */
  isSelf: boolean;
  handIn: HandInView;
}

/** From the files of an export to a history that is handed in, with what has to be asked in between. */
export function ImportWizard({ person, isSelf, handIn }: ImportWizardProps) {
  const taken = useExport();
  const { step, zone, isReading, failure } = taken;
  const onBack = taken.goBack;
  const name = isSelf ? null : person.fullName;
  switch (step.kind) {
    case 'files':
      return (
        <FilesStep
          name={name}
          isReading={isReading}
          failure={failure}
          onFiles={(files) => void taken.chooseFiles(files)}
        />
      );
    case 'chats':
      return (
        <ChatsStep
          chats={step.chats}
          name={person.fullName}
          isReading={isReading}
          failure={failure}
          onChoose={(chats) => void taken.chooseChats(chats)}
          onBack={onBack}
        />
      );
    case 'dates':
      return (
        <DatesStep
          example={step.example}
          orders={step.orders}
          isReading={isReading}
          failure={failure}
          onChoose={(order) => void taken.chooseDates(order)}
          onBack={onBack}
        />
      );
    case 'history':
      return (
        <HistorySteps
          history={step.history}
          person={person}
          name={name}
          reading={{ zone, isReading, failure, onZone: (next) => void taken.chooseZone(next) }}
          handIn={handIn}
          onBack={onBack}
        />
      );
  }
}

interface HistoryStepsProps {
  history: History;
  person: PersonRow;
  name: string | null;
  reading: {
    zone: string;
    isReading: boolean;
    failure: string | null;
    onZone: (zone: string) => void;
  };
  handIn: HandInView;
  onBack: () => void;
}

/** What is left to do with a history: who is who, a look at what will come, and handing it in. */
function HistorySteps({ history, person, name, reading, handIn, onBack }: HistoryStepsProps) {
  const { imports: texts } = useAllMessages();
  const names = { me: useMe().fullName, other: name };
  const [isAsking] = useState(() => history.source === 'whatsapp' || !isCertain(history, names));
  const [me, setMe] = useState(() => guessMe(history, names));
  const [isPreviewing, setIsPreviewing] = useState(!isAsking);
  const firstHereAt = useFirstMessageAt(person._id);
  const plan = useMemo(
    () => planImport(history, (sender) => name === null || sender === me),
    [history, name, me],
  );
  const askLabel = name === null ? texts.bringIn : texts.ask(name);

  if (!isPreviewing) {
    return (
      <PeopleStep
        {...reading}
        history={history}
        name={name}
        me={me}
        onMe={setMe}
        onNext={() => setIsPreviewing(true)}
        onBack={onBack}
      />
    );
  }
  if (handIn.state) {
    return (
      <HandInStep
        state={handIn.state}
        askLabel={askLabel}
        onAsk={() => void handIn.ask()}
        onRetry={() => void handIn.retry()}
        onStop={() => void handIn.stop()}
        isStopping={handIn.isStopping}
      />
    );
  }
  return (
    <>
      <StepTitle>{texts.previewTitle}</StepTitle>
      <ImportPreview plan={plan} name={person.fullName} firstHereAt={firstHereAt} />
      <StepButtons
        label={askLabel}
        onNext={() => void handIn.start(plan)}
        onBack={() => (isAsking ? setIsPreviewing(false) : onBack())}
      />
    </>
  );
}
