import type { Point } from '@/components/ui/pan-zoom';

/** A part of a picture; its sides are fractions of the picture's. */
export interface Part extends Point {
  width: number;
  height: number;
}

/** A line drawn on the picture, or one under which it is made unreadable. */
export interface Stroke {
  kind: 'draw' | 'hide';
  colour: string;
  /** At least one; fractions of the picture's sides. */
  points: readonly Point[];
}

/** What is to be done to a picture. All places are those of the turned picture. */
export interface PictureEdit {
  /** Quarter turns clockwise, 0 to 3. */
  turns: number;
  crop: Part;
  strokes: readonly Stroke[];
}

export const WHOLE: Part = { x: 0, y: 0, width: 1, height: 1 };
export const UNCHANGED: PictureEdit = { turns: 0, crop: WHOLE, strokes: [] };
/** Less than this of a side cannot be cut out: a slip of the finger is no picture. */
export const MIN_PART = 0.05;

export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

const clamp = (value: number, min: number, max: number) => Math.min(Math.max(value, min), max);

const turnPoint = ({ x, y }: Point): Point => ({ x: 1 - y, y: x });

/** A quarter turn clockwise; what was cut and drawn turns with the picture. */
export function turnEdit({ turns, crop, strokes }: PictureEdit): PictureEdit {
  return {
    turns: (turns + 1) % 4,
    crop: { x: 1 - crop.y - crop.height, y: crop.x, width: crop.height, height: crop.width },
    strokes: strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(turnPoint) })),
  };
}

/** The part, moved without leaving the picture. */
export function movePart(part: Part, by: Point): Part {
  return {
    ...part,
    x: clamp(part.x + by.x, 0, 1 - part.width),
    y: clamp(part.y + by.y, 0, 1 - part.height),
  };
}

/** The part with one corner moved; the opposite one stays, and the part keeps its smallest size. */
export function movePartCorner(part: Part, corner: Corner, by: Point): Part {
  const [down, across] = corner.split('-');
  const right = part.x + part.width;
  const bottom = part.y + part.height;
  const left = across === 'left' ? clamp(part.x + by.x, 0, right - MIN_PART) : part.x;
  const top = down === 'top' ? clamp(part.y + by.y, 0, bottom - MIN_PART) : part.y;
  const newRight = across === 'right' ? clamp(right + by.x, left + MIN_PART, 1) : right;
  const newBottom = down === 'bottom' ? clamp(bottom + by.y, top + MIN_PART, 1) : bottom;
  return { x: left, y: top, width: newRight - left, height: newBottom - top };
}

/** The edit with a line begun, or the last one led on. */
export function beginStroke(edit: PictureEdit, stroke: Stroke): PictureEdit {
  return { ...edit, strokes: [...edit.strokes, stroke] };
}

export function leadOn(edit: PictureEdit, point: Point): PictureEdit {
  const last = edit.strokes.at(-1);
  if (!last) return edit;
  return {
    ...edit,
    strokes: [...edit.strokes.slice(0, -1), { ...last, points: [...last.points, point] }],
  };
}

/** A place on what is shown of the picture, as a place on the whole picture. */
export function placeOn(shown: Part, { x, y }: Point): Point {
  return { x: shown.x + x * shown.width, y: shown.y + y * shown.height };
}
