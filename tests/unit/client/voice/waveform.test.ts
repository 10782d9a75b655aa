import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelsToDraw, waveformOf } from '@/lib/client/voice/waveform';

describe('a waveform', () => {
  test('follows how loud it is, the loudest at the top', () => {
    const samples = Float32Array.from({ length: 64_000 }, (_, index) => {
      const loudness = index < 32_000 ? 0.1 : 0.4;
      return Math.sin(index) * loudness;
    });
    const waveform = waveformOf(samples);
    expect(waveform).toHaveLength(64);
    expect(Math.max(...waveform)).toBe(255);
    for (const value of waveform.slice(0, 32)) expect(value).toBeCloseTo(64, -1);
    for (const value of waveform.slice(32)) expect(value).toBeGreaterThan(245);
  });

  test('of something that can hardly be heard stays low', () => {
    const waveform = waveformOf(Float32Array.from({ length: 640 }, () => 0.0001));
    expect(Math.max(...waveform)).toBeLessThan(5);
  });

  test('has 64 numbers from 0 to 255, whatever it is made of', () => {
    const samples = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(samples, (values) => {
        const waveform = waveformOf(values);
        expect(waveform).toHaveLength(64);
        for (const value of waveform) {
          expect(Number.isInteger(value) && value >= 0 && value <= 255, `${value}`).toBe(true);
        }
      }),
    );
  });
});

test('the meter shows the latest levels, from the right', () => {
  expect(levelsToDraw([])).toEqual(Array.from({ length: 40 }, () => 0));
  const drawn = levelsToDraw([...Array.from({ length: 100 }, () => 0), 0.125, 2]);
  expect(drawn).toHaveLength(40);
  expect(drawn.slice(-3)).toEqual([0, 128, 255]);
});
