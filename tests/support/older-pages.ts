/**
 * Runs in a page that shows a long conversation, so it knows nothing from outside. Goes to the oldest
 * message on the page again and again, lets the pages of older ones in one at a time, and tells for each by how many pixels
 * the message that was read moved at most while it came in.
 */
export async function driftOverOlderPages(count: number): Promise<number[]> {
  const log = document.querySelector('[role="log"]');
  if (!log) throw new Error('no conversation is open');
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const until = async (isSo: () => boolean, what: string) => {
    const deadline = performance.now() + 30_000;
    while (!isSo()) {
      if (performance.now() > deadline)
        throw new Error(`${what}: ${log.textContent?.slice(0, 200)}`);
      await frame();
    }
  };
  // A request waits until a row has been measured that stays the same while it is answered.
  const held: (() => void)[] = [];
  const realFetch = window.fetch;
  window.fetch = async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input, location.href);
    if (searchParams.has('before')) await new Promise<void>((resolve) => held.push(resolve));
    // It may have waited for longer than requests are given.
    return realFetch(input, { ...init, signal: null });
  };
  /** No hundred messages are less high than this. */
  const pageMinPx = 1_000;
  const drifts: number[] = [];
  while (drifts.length < count) {
    const name = `page ${drifts.length + 1}`;
    await until(() => {
      log.scrollTo({ top: -log.scrollHeight });
      return held.length > 0;
    }, `nothing asks for ${name}`);
    await frame();
    const { top } = log.getBoundingClientRect();
    const row = [...log.querySelectorAll('[data-key]')].find(
      (each) => each.getBoundingClientRect().top >= top,
    );
    if (!row) throw new Error('no message is in view');
    const place = () => row.getBoundingClientRect().top;
    const [before, height] = [place(), log.scrollHeight];
    let drift = 0;
    const note = () => {
      if (!row.isConnected) throw new Error('the message that was read is gone');
      drift = Math.max(drift, Math.abs(place() - before));
    };
    held.shift()?.();
    await until(() => {
      note();
      return log.scrollHeight > height + pageMinPx;
    }, `${name} does not come`);
    await frame();
    note();
    drifts.push(drift);
  }
  window.fetch = realFetch;
  for (const release of held) release();
  return drifts;
}
