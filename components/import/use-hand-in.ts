'use client';

import { useEffect, useRef, useState } from 'react';
import { translateError } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { HandIn } from '@/lib/client/import/hand-in/hand-in';
import type { ImportPlan } from '@/lib/client/import/hand-in/plan-import';
import { toApiError } from '@/lib/client/transport/envelope';

export type HandInState =
  | { kind: 'running'; progress: number; isWaiting: boolean }
  /** Something went wrong; it can go on from there. */
  | { kind: 'failed'; progress: number; why: string }
  /** All is handed in but for so many pictures, which is said before the other is asked. */
  | { kind: 'not-taken'; count: number };

export function progressOf(state: HandInState | null): number {
  if (state === null) return 0;
  return state.kind === 'not-taken' ? 1 : state.progress;
}

/** Hands in a history and asks the other, while the screen that does it is there. */
export function useHandIn(userId: string, onProposed: () => Promise<unknown>) {
  const words = useAllMessages();
  const [state, setState] = useState<HandInState | null>(null);
  const [isStopping, setIsStopping] = useState(false);
  const handIn = useRef<HandIn | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const isUnderWay = state !== null;
  useEffect(() => {
    if (!isUnderWay) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnderWay]);

  /** Changes what is shown of what is running. */
  const show = (change: { progress?: number; isWaiting?: boolean }) =>
    setState((before) => (before?.kind === 'running' ? { ...before, ...change } : before));

  const work = async (act: (running: HandIn, signal: AbortSignal) => Promise<void>) => {
    const running = handIn.current;
    if (!running) return;
    const controller = new AbortController();
    const { signal } = controller;
    abort.current = controller;
    setState((before) => ({ kind: 'running', progress: progressOf(before), isWaiting: false }));
    try {
      await act(running, signal);
    } catch (error) {
      if (signal.aborted) return;
      const why = translateError(words, toApiError(error));
      setState((before) => ({ kind: 'failed', progress: progressOf(before), why }));
    }
  };
  const onWaiting = (isWaiting: boolean) => show({ isWaiting });
  const propose = async (running: HandIn, signal: AbortSignal) => {
    await running.propose({ signal, onWaiting });
    await onProposed();
    handIn.current = null;
    setState(null);
  };
  const go = () =>
    work(async (running, signal) => {
      await running.run({ signal, onWaiting, onProgress: (progress) => show({ progress }) });
      const { refusedCount } = running;
      if (refusedCount > 0) setState({ kind: 'not-taken', count: refusedCount });
      else await propose(running, signal);
    });

  return {
    state,
    start: (plan: ImportPlan) => {
      handIn.current = new HandIn(userId, plan);
      return go();
    },
    retry: go,
    /** Asks although some pictures are missing. */
    ask: () => work(propose),
    isStopping,
    /** Stops, and throws away what was handed in. */
    stop: async () => {
      abort.current?.abort();
      setIsStopping(true);
      await handIn.current?.discard();
      handIn.current = null;
      setIsStopping(false);
      setState(null);
    },
  };
}

export type HandInView = ReturnType<typeof useHandIn>;
