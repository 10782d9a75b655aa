import { expect, test } from 'vitest';
import { DrawPace, type Frames } from '@/lib/client/store/draw-pace';

/** A device that takes so long to bring a drawing to the screen. */
function makeDevice(drawMs: number) {
  let now = 0;
  let due: { at: number; callback: () => void }[] = [];
  const after = (ms: number, callback: () => void) => {
    due.push({ at: now + ms, callback });
  };
  const frames: Frames = {
    now: () => now,
    after,
    afterPaint: (callback) => after(drawMs, callback),
  };
  const drawnAt: number[] = [];
  const pace = new DrawPace(() => drawnAt.push(now), frames);
  /** Lets time pass until then. */
  const passTo = (time: number) => {
    for (;;) {
      due.sort((a, b) => a.at - b.at);
      const [next] = due;
      if (!next || next.at > time) break;
      due = due.slice(1);
      now = next.at;
      next.callback();
    }
    now = time;
  };
  return { pace, drawnAt, passTo };
}

test('what comes now and then is drawn at once, what comes together with the next frame', () => {
  const { pace, drawnAt, passTo } = makeDevice(16);
  pace.request();
  pace.request();
  passTo(5);
  pace.request();
  expect(drawnAt).toEqual([0]);
  passTo(100);
  expect(drawnAt).toEqual([0, 16]);
  pace.request();
  expect(drawnAt).toEqual([0, 16, 100]);
});

test('a device that draws slowly is left alone for half of the time, and shows the latest in the end', () => {
  const { pace, drawnAt, passTo } = makeDevice(100);
  for (let at = 0; at <= 1_000; at += 50) {
    passTo(at);
    pace.request();
  }
  passTo(5_000);
  expect(drawnAt).toEqual([0, 200, 400, 600, 800, 1_000, 1_200]);
});

test('nothing waits longer than half a second, whatever a drawing takes', () => {
  const { pace, drawnAt, passTo } = makeDevice(3_000);
  pace.request();
  pace.request();
  passTo(10_000);
  expect(drawnAt).toEqual([0, 3_500]);
});

test('what the person at the device does is drawn at once, with all that waits, and a rest begins anew', () => {
  const { pace, drawnAt, passTo } = makeDevice(100);
  pace.request();
  passTo(150);
  pace.request();
  pace.drawNow();
  expect(drawnAt).toEqual([0, 150]);
  pace.request();
  passTo(349);
  expect(drawnAt).toEqual([0, 150]);
  passTo(350);
  expect(drawnAt).toEqual([0, 150, 350]);
});
