'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { StepTitle } from '@/components/import/steps/step-title';
import { type HandInState, progressOf } from '@/components/import/use-hand-in';
import { Button } from '@/components/ui/button';
import { ProgressBar } from '@/components/ui/progress-bar';

/** Said aloud each time so many more hundredths are handed in. */
const SAID_PERCENT = 25;

interface HandInStepProps {
  state: HandInState;
  /** What the button that asks is called. */
  askLabel: string;
  onAsk: () => void;
  onRetry: () => void;
  onStop: () => void;
  isStopping?: boolean;
}

/** Shows how far a history is handed in, and what is in its way. */
export function HandInStep(props: HandInStepProps) {
  const { state, askLabel, onAsk, onRetry, onStop, isStopping = false } = props;
  const words = useAllMessages();
  const { imports: texts } = words;
  const progress = progressOf(state);
  const percent = Math.floor(progress * 100);
  const isWaiting = state.kind === 'running' && state.isWaiting;
  return (
    <>
      <StepTitle>{texts.handInTitle}</StepTitle>
      <div className="flex flex-col gap-2">
        <ProgressBar value={progress} label={texts.handInTitle} />
        <p className="tabular-nums">{texts.progress(percent)}</p>
        <p role="status" className="sr-only">
          {texts.progress(percent - (percent % SAID_PERCENT))}
        </p>
        {state.kind === 'running' && <p className="text-muted text-sm">{texts.stay}</p>}
        <p role="status" className="text-sm empty:hidden">
          {isWaiting && texts.waits}
          {state.kind === 'not-taken' && texts.notTaken(state.count)}
        </p>
        <p role="alert" className="text-danger empty:hidden">
          {state.kind === 'failed' && state.why}
        </p>
      </div>
      <div className="flex flex-col gap-2">
        {state.kind === 'failed' && <Button onClick={onRetry}>{words.common.retry}</Button>}
        {state.kind === 'not-taken' && <Button onClick={onAsk}>{askLabel}</Button>}
        <Button variant="ghost" isPending={isStopping} onClick={onStop}>
          {words.common.cancel}
        </Button>
      </div>
    </>
  );
}
