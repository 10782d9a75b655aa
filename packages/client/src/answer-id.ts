/** Of one message in one form, so many answers have an id of their own. */
export const ANSWERS_MAX_COUNT = 1_024;
const FORMS_COUNT = 16_384;

/** Which answer it is. */
export interface AnswerKey {
  messageId: string;
  /** 0 of a new message; of a change its `rev`. */
  rev: number;
  /** From 0. */
  at: number;
}

/**
 * The clientId of an answer: a UUID made of what it answers, so that it is the same in every run of a
 * program. Of version 8, which is for ids of one's own making: none that is made by chance is like it.
 */
export function answerClientId({ messageId, rev, at }: AnswerKey): string {
  const number = (rev % FORMS_COUNT) * ANSWERS_MAX_COUNT + at;
  return [
    messageId.slice(0, 8),
    messageId.slice(8, 12),
    `8${messageId.slice(12, 15)}`,
    `8${messageId.slice(15, 18)}`,
    messageId.slice(18) + number.toString(16).padStart(6, '0'),
  ].join('-');
}
