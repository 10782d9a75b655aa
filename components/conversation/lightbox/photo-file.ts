import { dayKey } from '@/components/ui/dates';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

const CLOUDINARY_UPLOAD = /^(https:\/\/res\.cloudinary\.com\/[^/]+\/image\/upload\/)/;

/** A name to find a saved picture by: whose it is, and the day: `Ada Lovelace 2026-11-25 3.webp`. */
export function photoFileName(
  photo: SharedPhoto,
  { senderName, zone }: { senderName: string; zone: { locale: string; timeZone: string } },
): string {
  const name = senderName.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|.]+/gu, ' ').trim();
  const extension = /\.(\w{3,4})(?:\?|$)/.exec(photo.image.url)?.[1] ?? 'webp';
  const parts = [name, dayKey(photo.createdAt, zone), photo.seq].filter((part) => part);
  return `${parts.join(' ')}.${extension}`;
}

/** The address that saves a picture: browsers ignore `download` for another host, which then has to say so itself. */
export function photoDownloadUrl(url: string): string {
  return url.replace(CLOUDINARY_UPLOAD, '$1fl_attachment/');
}
