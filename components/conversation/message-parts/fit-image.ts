const MAX_WIDTH = 336;
const MAX_HEIGHT = 400;
const MIN_SIDE = 96;

/**
 * The size, in CSS pixels, at which a picture is shown in the conversation: never enlarged, never
 * too narrow to see.
 */
export function fitImage({ width, height }: { width: number; height: number }) {
  const safeWidth = Math.max(1, width);
  const safeHeight = Math.max(1, height);
  const scale = Math.min(1, MAX_WIDTH / safeWidth, MAX_HEIGHT / safeHeight);
  return {
    width: Math.max(MIN_SIDE, Math.round(safeWidth * scale)),
    height: Math.max(MIN_SIDE, Math.round(safeHeight * scale)),
  };
}
