import type { ImageSize } from '@/lib/client/platform/measure-image';

export interface OutgoingImage {
  file: File;
  size: Promise<ImageSize>;
}
