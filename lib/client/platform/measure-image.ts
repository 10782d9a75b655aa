export interface ImageSize {
  width: number;
  height: number;
}

/** Used when the size cannot be read here; the server's answer replaces it. */
export const UNKNOWN_SIZE: ImageSize = { width: 4, height: 3 };

/** The size in pixels. Never rejects. */
export async function measureImage(file: Blob): Promise<ImageSize> {
  if (typeof createImageBitmap === 'undefined') return UNKNOWN_SIZE;
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return UNKNOWN_SIZE;
  }
}
