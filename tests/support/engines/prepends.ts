/**
 * Runs in a page that shows the end of a long conversation. Goes to the oldest message on the page
 * again and again, and tells for each page of older ones that comes in by how many pixels the message
 * that was read has moved.
 */
export async function driftOverOlderPages(count: number): Promise<number[]> {
  const log = document.querySelector('[role="log"]');
  if (!log) throw new Error('no conversation is open');
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const until = async (isSo: () => boolean, what: string) => {
    for (let frames = 0; !isSo(); frames++) {
      if (frames > 1_500) throw new Error(what);
      await frame();
    }
  };
  // Requests wait until a row has been measured that stays the same while they are answered.
  let waiting = 0;
  let released = Promise.resolve();
  const realFetch = window.fetch;
  window.fetch = async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input, location.href);
    if (searchParams.has('before')) {
      waiting++;
      await released;
      waiting--;
    }
    return realFetch(input, init);
  };
  const drifts: number[] = [];
  while (drifts.length < count) {
    let release = () => {};
    released = new Promise((resolve) => {
      release = resolve;
    });
    await until(
      () => {
        log.scrollTo({ top: -log.scrollHeight });
        return waiting > 0;
      },
      `nothing asks for page ${drifts.length + 1}`,
    );
    await frame();
    const { top } = log.getBoundingClientRect();
    const row = [...log.querySelectorAll('[data-key]')].find(
      (each) => each.getBoundingClientRect().top >= top,
    );
    if (!row) throw new Error('no message is in view');
    const place = () => row.getBoundingClientRect().top;
    const [before, height] = [place(), log.scrollHeight];
    release();
    await until(() => log.scrollHeight > height, `page ${drifts.length + 1} does not come`);
    await frame();
    if (!row.isConnected) throw new Error('the message that was read is gone');
    drifts.push(Math.abs(place() - before));
  }
  window.fetch = realFetch;
  return drifts;
}
