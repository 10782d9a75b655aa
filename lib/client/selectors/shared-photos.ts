import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { ImagesAnswer } from '@/lib/shared/dto';
import { IMAGE_COUNT_MAX } from '@/lib/shared/limits';

/** A picture of a conversation, wherever it was learnt of. */
export interface SharedPhoto {
  /** The same as that of its row in the conversation. */
  key: string;
  /** null while it is on its way to the server. */
  seq: number | null;
  isOwn: boolean;
  text: string;
  image: NonNullable<ConversationItem['image']>;
  createdAt: string;
}

/** What the server has told of the pictures of one conversation so far. */
export interface FetchedPhotos {
  /** Newest first. */
  photos: SharedPhoto[];
  total: number;
  nextBefore: number | null;
}

export function addPage(
  held: FetchedPhotos | null,
  answer: ImagesAnswer,
  myId: string,
): FetchedPhotos {
  const photos = answer.images.map(
    ({ clientId, seq, senderId, text, image, createdAt }): SharedPhoto => ({
      key: clientId,
      seq,
      isOwn: senderId === myId,
      text,
      image,
      createdAt,
    }),
  );
  return {
    photos: [...(held?.photos ?? []), ...photos],
    total: held?.total ?? answer.total ?? photos.length,
    nextBefore: answer.nextBefore,
  };
}

/** The same photo for the same row: most rows of a list stay the same while one arrives. */
const photoOfItem = new WeakMap<ConversationItem, SharedPhoto>();

function toPhoto(item: ConversationItem, image: SharedPhoto['image']): SharedPhoto {
  const held = photoOfItem.get(item);
  if (held) return held;
  const { key, seq, status, text, createdAt } = item;
  const photo = { key, seq, isOwn: status !== null, text, image, createdAt };
  photoOfItem.set(item, photo);
  return photo;
}

/**
 * Those fetched and those of the loaded messages as one, oldest first; what is on its way comes last.
 * `isDeleted` tells of a loaded message whether its picture is gone.
 */
export function joinPhotos(
  fetched: FetchedPhotos | null,
  items: readonly ConversationItem[],
  isDeleted: (seq: number) => boolean,
): { photos: SharedPhoto[]; total: number | null } {
  const newestFetched = fetched?.photos[0]?.seq ?? 0;
  const left = fetched?.photos.filter(({ seq }) => seq === null || !isDeleted(seq)) ?? [];
  const byKey = new Map(left.map((photo) => [photo.key, photo]));
  // Counted by the server: those it knew of when it was asked.
  let total = (fetched?.total ?? 0) - ((fetched?.photos.length ?? 0) - left.length);
  for (const item of items) {
    const { key, seq, image } = item;
    if (!image) continue;
    if (!byKey.has(key) && (seq === null || seq > newestFetched)) total++;
    byKey.set(key, toPhoto(item, image));
  }
  const place = ({ seq }: SharedPhoto) => seq ?? Number.POSITIVE_INFINITY;
  const photos = [...byKey.values()].sort((a, b) =>
    // Two that are on their way keep their order: Infinity - Infinity is NaN.
    place(a) === place(b) ? 0 : place(a) - place(b),
  );
  const isCounted = fetched !== null && fetched.total < IMAGE_COUNT_MAX;
  return { photos, total: isCounted ? total : null };
}
