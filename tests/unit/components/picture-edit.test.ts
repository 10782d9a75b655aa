import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginStroke,
  CORNERS,
  leadOn,
  MIN_PART,
  movePart,
  movePartCorner,
  type Part,
  placeOn,
  turnEdit,
  UNCHANGED,
} from '@/components/conversation/picture-editor/picture-edit';

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const step = fc.double({ min: -2, max: 2, noNaN: true });
const part: fc.Arbitrary<Part> = fc
  .record({ x: fraction, y: fraction, right: fraction, bottom: fraction })
  .map(({ x, y, right, bottom }) => ({
    x: x * (1 - MIN_PART),
    y: y * (1 - MIN_PART),
    width: MIN_PART + right * (1 - x * (1 - MIN_PART) - MIN_PART),
    height: MIN_PART + bottom * (1 - y * (1 - MIN_PART) - MIN_PART),
  }));
const SLACK = 1e-9;

function expectInside({ x, y, width, height }: Part) {
  for (const [start, length] of [
    [x, width],
    [y, height],
  ] as const) {
    expect(start).toBeGreaterThanOrEqual(-SLACK);
    expect(start + length).toBeLessThanOrEqual(1 + SLACK);
    expect(length).toBeGreaterThanOrEqual(MIN_PART - SLACK);
  }
}

test('four quarter turns leave everything where it was, and one takes what was drawn along', () => {
  const drawn = leadOn(
    beginStroke(
      { ...UNCHANGED, crop: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } },
      { kind: 'draw', colour: '#000', points: [{ x: 0.1, y: 0.2 }] },
    ),
    { x: 0.4, y: 0.6 },
  );
  const once = turnEdit(drawn);
  expect(once.turns).toBe(1);
  // The top left corner of the cut part is at its top right after a turn to the right.
  expect(once.crop.x + once.crop.width).toBeCloseTo(0.8);
  expect(once.strokes[0]?.points[0]).toEqual({ x: 0.8, y: 0.1 });
  const around = turnEdit(turnEdit(turnEdit(once)));
  expect(around.turns).toBe(0);
  expect(around.crop.x).toBeCloseTo(0.1);
  expect(around.crop.y).toBeCloseTo(0.2);
  expect(around.strokes[0]?.points[1]?.x).toBeCloseTo(0.4);
});

test('a part stays inside of the picture and keeps its smallest size, however it is dragged', () => {
  fc.assert(
    fc.property(part, step, step, fc.constantFrom(...CORNERS), (start, x, y, corner) => {
      expectInside(movePart(start, { x, y }));
      expectInside(movePartCorner(start, corner, { x, y }));
    }),
  );
});

test('dragging a corner leaves the one across from it where it is', () => {
  const start = { x: 0.2, y: 0.2, width: 0.5, height: 0.5 };
  expect(movePartCorner(start, 'top-left', { x: 0.1, y: -0.1 })).toEqual({
    x: expect.closeTo(0.3),
    y: expect.closeTo(0.1),
    width: expect.closeTo(0.4),
    height: expect.closeTo(0.6),
  });
  const { x, y } = movePartCorner(start, 'bottom-right', { x: 0.9, y: 0.05 });
  expect({ x, y }).toEqual({ x: 0.2, y: 0.2 });
});

test('a place on the part that is shown is a place on the whole picture', () => {
  const shown = { x: 0.5, y: 0.25, width: 0.5, height: 0.5 };
  expect(placeOn(shown, { x: 0.5, y: 1 })).toEqual({ x: 0.75, y: 0.75 });
});
