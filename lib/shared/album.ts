/** Pictures that follow one another within this time stand together: sent at once, they upload in turn. */
const ALBUM_GAP_MS = 2 * 60 * 1000;

/** The words of an album are looked for this far above: nobody sends more pictures at once. */
export const ALBUM_MAX_COUNT = 20;

/** What of a message says whether it stands in an album. */
export interface AlbumPart {
  senderId: string;
  text: string;
  hasImage: boolean;
  createdAt: string;
}

/**
 * Whether a picture joins the one above it. One with a caption begins a new album, as the caption
 * stands below its picture.
 */
export function joinsAlbum(above: AlbumPart, part: AlbumPart): boolean {
  return (
    above.hasImage &&
    part.hasImage &&
    part.text === '' &&
    above.senderId === part.senderId &&
    Math.abs(Date.parse(part.createdAt) - Date.parse(above.createdAt)) < ALBUM_GAP_MS
  );
}

/** The text of a message, or the caption of its album; '' without either. `above` is newest first. */
export function captionOf(part: AlbumPart, above: readonly AlbumPart[]): string {
  let last = part;
  for (const each of above) {
    if (last.text !== '' || !joinsAlbum(each, last)) break;
    last = each;
  }
  return last.text;
}
