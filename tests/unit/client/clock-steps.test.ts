import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { MessageDto } from '@/lib/shared/dto';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 20);
const isoOf = (hours: number) => new Date(START + hours * HOUR_MS).toISOString();

/** Messages that say only when they were stored; more of them no part of this looks at. */
const messagesOf = (hours: readonly number[], from = 1) =>
  hours.map((hour, at) => ({ seq: from + at, createdAt: isoOf(hour) }) as MessageDto);

test('messages stored while the clock was ahead count as sent when the next ones were', () => {
  const messages = messagesOf([1, 2, 50, 51, 4, 5]);
  const steps = new ClockSteps();
  steps.follow(messages);
  const hours = messages.map((message) => (Date.parse(steps.whenOf(message)) - START) / HOUR_MS);
  expect(hours).toEqual([1, 2, 4, 4, 4, 5]);
});

test('it is the same however the messages came to be held, a page before or one by one', () => {
  const hours = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(hours, fc.array(fc.tuple(fc.nat(29), fc.nat(29))), (all, windows) => {
      const messages = messagesOf(all);
      const [whole, stepwise] = [new ClockSteps(), new ClockSteps()];
      whole.follow(messages);
      // A held stretch always reaches to what came last, as far as it is known.
      for (const [from, to] of windows) stepwise.follow(messages.slice(Math.min(from, to), to + 1));
      stepwise.follow(messages);
      for (const message of messages) expect(stepwise.whenOf(message)).toBe(whole.whenOf(message));
    }),
  );
});
