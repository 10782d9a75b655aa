import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readBytes } from '@/lib/server/http/body/body-reader';
import { UPLOAD_STALL_TIMEOUT_MS } from '@/lib/shared/limits';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A request whose body is what `controller` is given. */
function streamed(): {
  request: Request;
  controller: ReadableStreamDefaultController<Uint8Array>;
  isCancelled(): boolean;
} {
  let isCancelled = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  const request = new Request('http://localhost/', {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit);
  if (!controller) throw new Error('a stream starts at once');
  return { request, controller, isCancelled: () => isCancelled };
}

const bytes = (length: number) => new Uint8Array(length);

test('an upload may take hours as long as something comes, and is given up after a minute of nothing', async () => {
  const { request, controller, isCancelled } = streamed();
  const reading = readBytes(request, 1_000);
  const outcome = reading.then(
    () => 'whole',
    (error: { code: string }) => error.code,
  );
  for (let sent = 0; sent < 300; sent++) {
    controller.enqueue(bytes(1));
    await vi.advanceTimersByTimeAsync(UPLOAD_STALL_TIMEOUT_MS - 1);
  }
  controller.enqueue(bytes(1));
  await vi.advanceTimersByTimeAsync(UPLOAD_STALL_TIMEOUT_MS);
  // What still comes would be read on for a moment, that the caller may hear of it.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await outcome).toBe('unavailable');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(isCancelled()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('more than the limit is refused, whatever the length that was promised', async () => {
  const { request, controller } = streamed();
  for (let sent = 0; sent < 11; sent++) controller.enqueue(bytes(100));
  controller.close();
  await expect(readBytes(request, 1_000)).rejects.toMatchObject({ code: 'too_large' });
});

test('a caller that leaves in the middle is no fault of ours', async () => {
  const { request, controller } = streamed();
  controller.enqueue(bytes(10));
  controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  await expect(readBytes(request, 1_000)).rejects.toMatchObject({ code: 'bad_request' });
});
