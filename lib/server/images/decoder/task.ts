import type { ImageSource } from '@/lib/server/images/source';
import type { ImageRefusal } from '@/lib/shared/image-refusal';

export interface ProcessedImage {
  bytes: Uint8Array;
  extension: 'webp' | 'gif';
  width: number;
  height: number;
  /** A few pixels as a data URL, to show until the image is there. */
  placeholder: string;
}

/** A picture of a message, the square picture of a person, or the small one of a page that a link leads to. */
export type DecodeKind = 'image' | 'avatar' | 'preview';

/** What the decoding process is asked. */
export interface DecodeTask {
  source: ImageSource;
  kind: DecodeKind;
}

/** What it answers. */
export type DecodeAnswer =
  | { image: ProcessedImage }
  | { refusal: ImageRefusal; detail: string }
  | { failure: string };
