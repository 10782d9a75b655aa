// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { followPress, type PressEvent } from '@/components/voice/press';

const pointer = (type: string, clientX: number, pointerId = 1) =>
  window.dispatchEvent(new PointerEvent(type, { clientX, pointerId }));

function press(direction: 'ltr' | 'rtl' = 'ltr') {
  const clock = { ms: 0 };
  const events: PressEvent[] = [];
  const parts: number[] = [];
  const held = followPress({ pointerId: 1, clientX: 300 }, direction, () => clock.ms);
  held.onEnd((event) => events.push(event));
  held.onSlide((part) => parts.push(part));
  return { held, clock, events, parts };
}

test('let go at once it was a tap, later it ends what it began', () => {
  const tap = press();
  tap.clock.ms = 200;
  pointer('pointerup', 300);
  expect(tap.events).toEqual(['tapped']);
  const hold = press();
  hold.clock.ms = 2_000;
  expect(hold.held.isHeld()).toBe(true);
  pointer('pointerup', 300);
  expect(hold.events).toEqual(['released']);
  expect(hold.held.isHeld()).toBe(false);
});

test('moved to where reading begins it is taken back, in either direction', () => {
  const ltr = press();
  pointer('pointermove', 252);
  expect(ltr.parts).toEqual([0.5]);
  pointer('pointermove', 340);
  pointer('pointermove', 150);
  pointer('pointerup', 150);
  expect(ltr.parts).toEqual([0.5, 0, 1]);
  expect(ltr.events).toEqual(['slid']);
  const rtl = press('rtl');
  pointer('pointermove', 150);
  pointer('pointermove', 400);
  expect(rtl.events).toEqual(['slid']);
});

test('another finger has no part in it, and a question of the browser makes it a tap', () => {
  const { events, clock } = press();
  clock.ms = 5_000;
  pointer('pointermove', 0, 2);
  pointer('pointerup', 300, 2);
  expect(events).toEqual([]);
  pointer('pointercancel', 0);
  expect(events).toEqual(['tapped']);
});

test('who asks late is told at once', () => {
  const held = followPress({ pointerId: 1, clientX: 0 }, 'ltr', () => 0);
  pointer('pointerup', 0);
  const events: PressEvent[] = [];
  held.onEnd((event) => events.push(event));
  expect(events).toEqual(['tapped']);
});
