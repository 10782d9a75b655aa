import type { ImageRefusal } from '@/lib/shared/image-refusal';

/** A picture that is not taken, with the reason that a person is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: ImageRefusal;

  constructor(reason: ImageRefusal, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}
