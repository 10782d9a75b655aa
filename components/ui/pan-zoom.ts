export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How a picture lies behind its frame: how far its centre is from the frame's, and how much it is enlarged. */
export interface View extends Point {
  zoom: number;
}

/** What a view may be. All lengths, also those of the view, are in one unit of the caller's choice. */
export interface ViewBounds {
  frame: Size;
  /** The picture at zoom 1. */
  picture: Size;
  /** The smallest zoom is 1. */
  maxZoom: number;
}

export const RESTING_VIEW: View = { x: 0, y: 0, zoom: 1 };

function clamp(value: number, limit: number): number {
  // Adding 0 turns -0 into 0.
  return Math.min(Math.max(value, -limit), limit) + 0;
}

/** The nearest view in which a picture that is larger than its frame fills it, and a smaller one lies in its middle. */
export function keepInside(view: View, { frame, picture, maxZoom }: ViewBounds): View {
  const zoom = Math.min(Math.max(view.zoom, 1), maxZoom);
  return {
    x: clamp(view.x, Math.max(0, (picture.width * zoom - frame.width) / 2)),
    y: clamp(view.y, Math.max(0, (picture.height * zoom - frame.height) / 2)),
    zoom,
  };
}

export function moveBy(view: View, step: Point, bounds: ViewBounds): View {
  return keepInside({ ...view, x: view.x + step.x, y: view.y + step.y }, bounds);
}

/** Enlarges around a point of the frame, given from its centre: what is there stays there. */
export function zoomAt(
  view: View,
  { factor, at }: { factor: number; at: Point },
  bounds: ViewBounds,
): View {
  const zoom = Math.min(Math.max(view.zoom * factor, 1), bounds.maxZoom);
  const real = zoom / view.zoom;
  return keepInside(
    { x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real, zoom },
    bounds,
  );
}
