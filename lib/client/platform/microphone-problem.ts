/** Why nothing can be recorded. */
export type MicrophoneProblem =
  /** A page of plain http gets no microphone. */
  | 'insecure'
  /** The browser cannot record. */
  | 'unsupported'
  | 'refused'
  | 'missing'
  | 'busy'
  | 'failed';

export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem) {
    super(`No recording: ${problem}`);
    this.problem = problem;
  }
}

/** Each browser has its own error for a microphone that is not there. */
const PROBLEMS: Record<string, MicrophoneProblem> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

export function microphoneProblemOf(error: unknown): MicrophoneProblem {
  if (error instanceof MicrophoneError) return error.problem;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return PROBLEMS[name] ?? 'failed';
}
