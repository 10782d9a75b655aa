import type { Outbox } from '@/lib/client/outbox/outbox';
import { measureImage } from '@/lib/client/platform/measure-image';

/** Sends one image. Resolves once it is taken in. */
export function sendImage(outbox: Outbox, to: string, file: File, caption: string): Promise<void> {
  return outbox.sendAttachments(to, [{ file, size: measureImage(file) }], caption);
}
