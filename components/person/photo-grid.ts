/** Tiles of pictures, as many in a row as there is room for. */
export const PHOTO_GRID_CLASS = 'grid grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-1';
