import type { ErrorCode } from '@/lib/shared/errors';

export interface SendFailure {
  code: ErrorCode;
  message: string;
  /** Of an image, why it was not taken. */
  reason?: string | undefined;
}
