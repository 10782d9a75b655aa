import { keepInside, RESTING_VIEW, type Size, type View } from '@/components/ui/pan-zoom';

/**
 * Which part of a picture the round frame shows. The frame's side is the unit of its view, so that
 * it means the same on every screen.
 */
export interface Crop {
  view: View;
  /** Quarter turns clockwise, 0 to 3. */
  turns: number;
}

export const INITIAL_CROP: Crop = { view: RESTING_VIEW, turns: 0 };
export const CROP_MAX_ZOOM = 5;
const FRAME: Size = { width: 1, height: 1 };

function turned(picture: Size, turns: number): Size {
  return turns % 2 === 0 ? picture : { width: picture.height, height: picture.width };
}

/** What the view of a picture may be: at zoom 1 its shorter side fills the frame. */
export function cropBounds(picture: Size, turns: number) {
  const { width, height } = turned(picture, turns);
  const short = Math.min(width, height);
  return {
    frame: FRAME,
    picture: { width: width / short, height: height / short },
    maxZoom: CROP_MAX_ZOOM,
  };
}

/** A quarter turn clockwise around the middle of the frame. */
export function turnCrop({ view, turns }: Crop, picture: Size): Crop {
  const next = (turns + 1) % 4;
  return {
    turns: next,
    view: keepInside({ x: -view.y, y: view.x, zoom: view.zoom }, cropBounds(picture, next)),
  };
}

/** Where the middle of the frame is on the turned picture, from 0 to 1 each way. */
export function cropCentre({ view, turns }: Crop, picture: Size) {
  const base = cropBounds(picture, turns).picture;
  return {
    x: 0.5 - view.x / (base.width * view.zoom),
    y: 0.5 - view.y / (base.height * view.zoom),
  };
}

/** The side, in pixels of the picture, of what the frame shows. */
export function cropSide({ view }: Crop, picture: Size): number {
  return Math.min(picture.width, picture.height) / view.zoom;
}
