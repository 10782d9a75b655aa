// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useOnDemand } from '@/components/ui/use-on-demand';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const Part = () => null;

/** Code that arrives at the third attempt. */
function lateCode() {
  return vi
    .fn<() => Promise<typeof Part>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValue(Part);
}

test('code that does not arrive is fetched again while it is wanted', async () => {
  const load = lateCode();
  const { result } = renderHook(() => useOnDemand(true, load));
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(result.current).toBe(Part);
  expect(load).toHaveBeenCalledTimes(3);
});

test('what is not wanted any more is not fetched again', async () => {
  const load = lateCode();
  const { result, rerender } = renderHook(({ isWanted }) => useOnDemand(isWanted, load), {
    initialProps: { isWanted: true },
  });
  await act(() => vi.advanceTimersByTimeAsync(0));
  rerender({ isWanted: false });
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(load).toHaveBeenCalledTimes(1);
  expect(result.current).toBeNull();
});
