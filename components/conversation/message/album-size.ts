/** How many pictures of an album have a tile; the last one says how many more there are. */
export const ALBUM_TILES_MAX_COUNT = 4;
export const ALBUM_WIDTH_PX = 336;

/** Its width by its height, which depend on the number of pictures alone. */
export function albumRatio(count: number): number {
  if (count === 2) return 2;
  return count === 3 ? 3 / 2 : 1;
}
