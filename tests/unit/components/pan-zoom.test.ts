import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cropBounds,
  cropCentre,
  cropSide,
  INITIAL_CROP,
  turnCrop,
} from '@/components/profile/crop';
import {
  keepInside,
  moveBy,
  RESTING_VIEW,
  type ViewBounds,
  zoomAt,
} from '@/components/ui/pan-zoom';

const length = fc.double({ min: 1, max: 4000, noNaN: true });
const size = fc.record({ width: length, height: length });
const bounds: fc.Arbitrary<ViewBounds> = fc.record({
  frame: size,
  picture: size,
  maxZoom: fc.double({ min: 1, max: 10, noNaN: true }),
});
const offset = fc.double({ min: -5000, max: 5000, noNaN: true });
const point = fc.record({ x: offset, y: offset });
const factor = fc.double({ min: 0.1, max: 10, noNaN: true });

test('however it is moved and enlarged, a picture larger than its frame fills it, and a smaller one lies in its middle', () => {
  fc.assert(
    fc.property(bounds, point, point, factor, (each, by, at, times) => {
      const view = zoomAt(moveBy(RESTING_VIEW, by, each), { factor: times, at }, each);
      for (const [side, place] of [
        ['width', view.x],
        ['height', view.y],
      ] as const) {
        const overhang = (each.picture[side] * view.zoom - each.frame[side]) / 2;
        if (overhang <= 0) expect(place).toBe(0);
        else expect(Math.abs(place)).toBeLessThanOrEqual(overhang + 1e-9);
      }
      expect(view.zoom).toBeGreaterThanOrEqual(1);
      expect(view.zoom).toBeLessThanOrEqual(each.maxZoom);
      expect(keepInside(view, each)).toEqual(view);
    }),
  );
});

test('enlarging keeps what is under the pointer in its place', () => {
  const each = {
    frame: { width: 400, height: 400 },
    picture: { width: 800, height: 400 },
    maxZoom: 5,
  };
  const at = { x: 60, y: -30 };
  const before = { x: 20, y: 0, zoom: 1.5 };
  const after = zoomAt(before, { factor: 2, at }, each);
  const under = (view: typeof before) => [(at.x - view.x) / view.zoom, (at.y - view.y) / view.zoom];
  expect(under(after)).toEqual(under(before));
});

test('four quarter turns lead back, and each stays on the same place of the picture', () => {
  const picture = { width: 1200, height: 600 };
  const start = { turns: 0, view: moveBy(RESTING_VIEW, { x: 0.3, y: 0 }, cropBounds(picture, 0)) };
  expect(cropCentre(start, picture)).toEqual({ x: 0.35, y: 0.5 });
  const once = turnCrop(start, picture);
  // What was left of the middle is above it now.
  expect(cropCentre(once, picture)).toEqual({ x: 0.5, y: 0.35 });
  const round = turnCrop(turnCrop(turnCrop(once, picture), picture), picture);
  expect(round).toEqual(start);
});

test('the frame shows the shorter side at first, and less of it when enlarged', () => {
  const picture = { width: 1200, height: 600 };
  expect(cropSide(INITIAL_CROP, picture)).toBe(600);
  expect(cropSide({ turns: 1, view: { x: 0, y: 0, zoom: 3 } }, picture)).toBe(200);
});
