import { randomUUID } from 'node:crypto';
import { type ProcessedImage, processImage } from '@/lib/server/images/process';
import type { ImageSource } from '@/lib/server/images/source';
import { imageStore } from '@/lib/server/images/store';
import type { Actor } from '@/lib/server/services/actor';
import type { ImageDto } from '@/lib/shared/dto';

/** The name tells which message an image belongs to, so that one nobody refers to can be found. */
export function messageImageName(input: {
  senderId: string;
  clientId: string;
  extension: string;
}): string {
  return `message-${input.senderId}-${input.clientId}-${randomUUID()}.${input.extension}`;
}

/** Stores a picture that belongs to a message. Throws `unavailable`. */
export async function putMessageImage(
  { bytes, extension, width, height, placeholder }: ProcessedImage,
  message: { senderId: string; clientId: string },
): Promise<ImageDto> {
  const name = messageImageName({ ...message, extension });
  return { url: await imageStore().put({ name, bytes }), width, height, placeholder };
}

/**
 * Stores the picture of a message, decoded and encoded anew, as one of the actor's turns. Throws as
 * `processImage` does, and `unavailable`.
 */
export async function storeMessageImage(
  actor: Actor,
  { source, senderId, clientId }: { source: ImageSource; senderId: string; clientId: string },
): Promise<ImageDto> {
  const image = await processImage(source, actor.userId);
  return putMessageImage(image, { senderId, clientId });
}
