import { useCallback, useState } from 'react';
import { type PictureEdit, UNCHANGED } from '@/components/conversation/picture-editor/picture-edit';

type Change = (edit: PictureEdit) => PictureEdit;

/** An edit that can be taken back step by step. */
export interface EditHistory {
  edit: PictureEdit;
  canUndo: boolean;
  /** A step of its own. */
  commit: (change: Change) => void;
  /** Goes on with the last step: the moves of one drag are taken back together. */
  amend: (change: Change) => void;
  undo: () => void;
}

const lastOf = (steps: readonly PictureEdit[]): PictureEdit => steps.at(-1) ?? UNCHANGED;

export function useEditHistory(): EditHistory {
  const [steps, setSteps] = useState<readonly PictureEdit[]>([UNCHANGED]);
  const commit = useCallback(
    (change: Change) => setSteps((all) => [...all, change(lastOf(all))]),
    [],
  );
  const amend = useCallback(
    (change: Change) => setSteps((all) => [...all.slice(0, -1), change(lastOf(all))]),
    [],
  );
  const undo = useCallback(() => setSteps((all) => (all.length > 1 ? all.slice(0, -1) : all)), []);
  return { edit: lastOf(steps), canUndo: steps.length > 1, commit, amend, undo };
}
