'use client';

import { useEffect, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import {
  type ArchiveFile,
  type DateOrder,
  type History,
  type HistoryChoices,
  type HistoryResult,
  ImportFileError,
} from '@/lib/client/import/history-types';
import { readTimeZone } from '@/lib/client/platform/locale';
import { IMPORT_MAX_MESSAGES } from '@/lib/shared/limits';

const loadReaders = () => import('@/lib/client/import/history');

/** What is read, and what its reader has chosen so far. */
interface Reading {
  files: readonly ArchiveFile[];
  choices: HistoryChoices;
  /** The keys of the chats that are joined; none while there is only one. */
  chats: readonly string[];
}

/** Where somebody is on the way from files to a history. */
export type ExportStep =
  | { kind: 'files' }
  | { kind: 'chats'; chats: Extract<HistoryResult, { kind: 'several' }>['chats'] }
  | { kind: 'dates'; example: string; orders: readonly DateOrder[] }
  | { kind: 'history'; history: History };

/** Reads the chats that were chosen as one history, or finds what has to be asked first. */
async function readChosen({ files, choices, chats }: Reading): Promise<HistoryResult> {
  const { readHistory, mergeHistories } = await loadReaders();
  if (chats.length === 0) return readHistory(files, choices);
  const histories: History[] = [];
  for (const chat of chats) {
    const result = await readHistory(files, choices, chat);
    if (result.kind !== 'history') return result;
    histories.push(result.history);
  }
  const [only, ...others] = histories;
  const isOne = only !== undefined && others.length === 0;
  return { kind: 'history', history: isOne ? only : mergeHistories(histories) };
}

function toStep(result: HistoryResult): ExportStep {
  switch (result.kind) {
    case 'several':
      return { kind: 'chats', chats: result.chats };
    case 'ambiguous-dates':
      return { kind: 'dates', example: result.example, orders: result.orders };
    case 'history':
      return result;
  }
}

/** The export that was chosen, on its way to a history. Nothing of it leaves this device. */
export function useExport() {
  const { common, imports: texts } = useAllMessages();
  const [steps, setSteps] = useState<readonly ExportStep[]>([{ kind: 'files' }]);
  const [reading, setReading] = useState<Reading>(() => ({
    files: [],
    choices: { zone: readTimeZone() },
    chats: [],
  }));
  const [isReading, setIsReading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  /** The last reading that was begun: what an earlier one finds is of no use any more. */
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current = -1;
    },
    [],
  );

  const sayWhy = (error: unknown) =>
    setFailure(
      error instanceof ImportFileError ? texts.refused[error.reason] : common.somethingWrong,
    );

  /** Reads anew; what comes of it stands in the place of the last step, or behind it. */
  const read = async (find: () => Promise<Reading>, place: 'behind' | 'instead') => {
    const turn = latest.current + 1;
    latest.current = turn;
    const isOver = () => latest.current !== turn;
    setIsReading(true);
    setFailure(null);
    try {
      const next = await find();
      const step = toStep(await readChosen(next));
      if (isOver()) return;
      const isTooLong =
        step.kind === 'history' && step.history.messages.length > IMPORT_MAX_MESSAGES;
      if (isTooLong) setFailure(texts.tooMany(IMPORT_MAX_MESSAGES));
      else {
        setReading(next);
        setSteps((before) => [...(place === 'behind' ? before : before.slice(0, -1)), step]);
      }
    } catch (error) {
      if (isOver()) return;
      sayWhy(error);
    }
    setIsReading(false);
  };

  const { zone } = reading.choices;
  return {
    step: steps.at(-1) ?? { kind: 'files' as const },
    zone,
    isReading,
    failure,
    chooseFiles: (files: readonly File[]) =>
      read(async () => {
        const { openArchive } = await loadReaders();
        return { files: await openArchive(files), choices: { zone }, chats: [] };
      }, 'behind'),
    chooseChats: (chats: readonly string[]) =>
      read(async () => ({ files: reading.files, choices: { zone }, chats }), 'behind'),
    chooseDates: (dateOrder: DateOrder) =>
      read(async () => ({ ...reading, choices: { ...reading.choices, dateOrder } }), 'behind'),
    chooseZone: (next: string) =>
      read(async () => ({ ...reading, choices: { ...reading.choices, zone: next } }), 'instead'),
    goBack: () => {
      latest.current++;
      setIsReading(false);
      setFailure(null);
      setSteps((before) => (before.length > 1 ? before.slice(0, -1) : before));
    },
  };
}
