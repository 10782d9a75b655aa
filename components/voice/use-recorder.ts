'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Press } from '@/components/voice/press';
import {
  type MicrophoneProblem,
  microphoneProblemOf,
} from '@/lib/client/platform/microphone-problem';
import { finishRecording } from '@/lib/client/voice/finish-recording';
import { type Recording, type RecordingEnd, startRecording } from '@/lib/client/voice/recording';
import type { VoiceNote } from '@/lib/client/voice/voice-note';

/** What is left of a shorter one when the page turns elsewhere is nobody's message. */
const KEPT_MIN_MS = 1_000;

export type RecorderStep =
  | { name: 'asking' }
  | { name: 'recording'; recording: Recording }
  | { name: 'finishing' }
  | { name: 'ready'; note: VoiceNote; why: RecordingEnd | null }
  | { name: 'failed'; problem: MicrophoneProblem };

interface RecorderInput {
  /** What began it; null by a key, or for a note that is there already. */
  press: Press | null;
  /** What was recorded earlier and waits. */
  kept: VoiceNote | null;
  /** What waits from now on; null when it was sent or discarded. */
  onKeep: (note: VoiceNote | null) => void;
  onCancel: () => void;
}

/**
 * A recording from asking for the microphone to the note that can be sent. Left while it runs, it ends,
 * and what there is waits.
 */
export function useRecorder(input: RecorderInput) {
  const { press, kept } = input;
  const [step, setStep] = useState<RecorderStep>(
    kept ? { name: 'ready', note: kept, why: null } : { name: 'asking' },
  );
  const [isHeld, setIsHeld] = useState(press?.isHeld() ?? false);
  const [slid, setSlid] = useState(0);
  /** Counts the levels, which are drawn with each. */
  const [, setLevelCount] = useState(0);
  const recording = useRef<Recording | null>(null);
  /** Also while it is made ready. */
  const isDiscarded = useRef(false);
  // It may be needed when this is no more on the screen.
  const keep = useRef(input.onKeep).current;

  const stop = async (why: RecordingEnd | null = null) => {
    const running = recording.current;
    if (!running) return;
    recording.current = null;
    setStep({ name: 'finishing' });
    try {
      const note = await finishRecording(await running.stop());
      if (isDiscarded.current) return;
      keep(note);
      setStep({ name: 'ready', note, why });
    } catch {
      setStep({ name: 'failed', problem: 'failed' });
    }
  };
  const cancel = () => {
    isDiscarded.current = true;
    recording.current?.cancel();
    recording.current = null;
    keep(null);
    input.onCancel();
  };
  const onStarted = useEffectEvent((started: Recording) => {
    recording.current = started;
    started.listen({
      onLevel: () => setLevelCount((count) => count + 1),
      onEnd: (why) => void stop(why),
    });
    setStep({ name: 'recording', recording: started });
    // Let go before it could begin: nothing is recorded yet that this could have ended.
    const isStillHeld = press?.isHeld() ?? false;
    press?.onSlide(setSlid);
    press?.onEnd((event) => {
      setIsHeld(false);
      if (event === 'slid') cancel();
      else if (event === 'released' && isStillHeld) void stop();
    });
  });
  const isBegun = useRef(kept !== null);

  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    let isLeft = false;
    startRecording().then(
      (started) => {
        if (isLeft) started.cancel();
        else onStarted(started);
      },
      (error) => {
        if (!isLeft) setStep({ name: 'failed', problem: microphoneProblemOf(error) });
      },
    );
    return () => {
      isLeft = true;
      isBegun.current = false;
      const running = recording.current;
      recording.current = null;
      if (!running) return;
      if (running.elapsedMs < KEPT_MIN_MS) running.cancel();
      else
        running
          .stop()
          .then(finishRecording)
          .then(keep, () => undefined);
    };
  }, [keep]);

  return { step, isHeld, slid, stop, cancel };
}
