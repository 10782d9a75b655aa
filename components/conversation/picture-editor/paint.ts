import type {
  Part,
  PictureEdit,
  Stroke,
} from '@/components/conversation/picture-editor/picture-edit';
import type { Size } from '@/components/ui/pan-zoom';
import {
  drawWhole,
  PREVIEW_LONG_SIDE_PIXELS,
  toImageFile,
} from '@/lib/client/platform/canvas-image';
import { storedLongSide } from '@/lib/shared/stored-size';

/** A picture, or a smaller copy of it, as it lies before it is turned. */
type Source = ImageBitmap | HTMLCanvasElement;

const QUALITY = 0.92;
const NO_MEMORY = 'The browser has no memory left for a picture.';
/** Of the picture's longer side. */
const LINE_WIDTH = { draw: 0.012, hide: 0.06 };
/**
 * So many patches of one colour are left of the longer side where something is hidden: letters and
 * faces are smaller than a patch or two, and what was averaged away cannot be had back.
 */
const PATCHES = 24;

/** The size in which a picture lies after its turns. */
export function turnedSize({ width, height }: Size, turns: number): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

function newCanvas(width: number, height: number) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error(NO_MEMORY);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}

/** A copy that is small enough to be painted anew at each move of a finger. */
export function smallCopy(picture: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  if (!drawWhole(canvas, picture, PREVIEW_LONG_SIDE_PIXELS)) throw new Error(NO_MEMORY);
  return canvas;
}

function drawTurned(context: CanvasRenderingContext2D, source: Source, turns: number, to: Size) {
  const lying = turnedSize(to, turns);
  context.save();
  context.translate(to.width / 2, to.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(source, -lying.width / 2, -lying.height / 2, lying.width, lying.height);
  context.restore();
}

function drawLine(context: CanvasRenderingContext2D, { kind, points }: Stroke, whole: Size) {
  context.lineWidth = LINE_WIDTH[kind] * Math.max(whole.width, whole.height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  const [first, ...rest] = points.map(({ x, y }) => ({ x: x * whole.width, y: y * whole.height }));
  if (!first) return;
  context.moveTo(first.x, first.y);
  // A line to where it begins is a dot.
  for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
  context.stroke();
}

/** The turned picture with hardly anything left of it. */
function unreadable(source: Source, turns: number, whole: Size): HTMLCanvasElement {
  const scale = PATCHES / Math.max(whole.width, whole.height);
  // In two steps: in one, browsers look at some of the pixels only.
  const half = newCanvas(whole.width * scale * 8, whole.height * scale * 8);
  drawTurned(half.context, source, turns, half.canvas);
  const { canvas, context } = newCanvas(whole.width * scale, whole.height * scale);
  context.drawImage(half.canvas, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export interface Painting {
  source: Source;
  edit: PictureEdit;
  /** The part of the turned picture that is painted. */
  part: Part;
  /** Of the whole turned picture, in pixels of the canvas. */
  whole: Size;
}

/** Paints a part of a picture with all that was done to it; the canvas takes the part's size. */
export function paint(canvas: HTMLCanvasElement, { source, edit, part, whole }: Painting): void {
  canvas.width = Math.max(1, Math.round(part.width * whole.width));
  canvas.height = Math.max(1, Math.round(part.height * whole.height));
  const context = canvas.getContext('2d');
  if (!context) throw new Error(NO_MEMORY);
  const offset = { x: -part.x * whole.width, y: -part.y * whole.height };
  context.imageSmoothingQuality = 'high';
  context.translate(offset.x, offset.y);
  drawTurned(context, source, edit.turns, whole);
  const hidden = edit.strokes.filter(({ kind }) => kind === 'hide');
  if (hidden.length > 0) {
    const layer = newCanvas(canvas.width, canvas.height);
    layer.context.translate(offset.x, offset.y);
    for (const stroke of hidden) drawLine(layer.context, stroke, whole);
    layer.context.globalCompositeOperation = 'source-in';
    const patches = unreadable(source, edit.turns, whole);
    layer.context.drawImage(patches, 0, 0, whole.width, whole.height);
    context.drawImage(layer.canvas, -offset.x, -offset.y);
  }
  for (const stroke of edit.strokes) {
    if (stroke.kind === 'hide') continue;
    context.strokeStyle = stroke.colour;
    drawLine(context, stroke, whole);
  }
}

/**
 * The edited picture as a file of the size at which it will be stored. WebP, or PNG from browsers that
 * cannot write that. Rejects when the browser has no memory left for it.
 */
export async function exportEdited(
  picture: ImageBitmap,
  edit: PictureEdit,
  name: string,
): Promise<File> {
  const full = turnedSize(picture, edit.turns);
  const cut = { width: edit.crop.width * full.width, height: edit.crop.height * full.height };
  const scale = storedLongSide(cut) / Math.max(cut.width, cut.height);
  const whole = { width: full.width * scale, height: full.height * scale };
  const canvas = document.createElement('canvas');
  paint(canvas, { source: picture, edit, part: edit.crop, whole });
  const file = await toImageFile(canvas, { name, quality: QUALITY });
  if (!file) throw new Error(NO_MEMORY);
  return file;
}
