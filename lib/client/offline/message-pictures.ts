import type { MessageDto } from '@/lib/shared/dto';

/** The addresses of the pictures that a message shows, that of its preview included. */
export const picturesOf = ({ image, preview }: MessageDto): string[] =>
  [image, preview?.image].flatMap((picture) => (picture ? [picture.url] : []));

/** Those that it shows no more. */
export function droppedPictures(before: MessageDto, current: MessageDto): string[] {
  const kept = picturesOf(current);
  return picturesOf(before).filter((url) => !kept.includes(url));
}
