import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { ImageDto, MessageDto } from '@/lib/shared/dto';
import { expectSuccess, type Person } from './person';

/** What stands on the page of a conversation, oldest first. */
export interface Shown {
  /** The numbers that the texts begin with, `Message 17. …`. */
  numbers: number[];
  elements: number;
  /** Whether the middle of the view lies between where the messages begin and end. */
  isFilled: boolean;
}

export function shownIn(log: Locator): Promise<Shown> {
  return log.evaluate((scroller) => {
    const rows = [...scroller.querySelectorAll('[data-key]')];
    const texts = rows.map((row) => /Message (\d+)\b/.exec(row.textContent ?? '')?.[1]);
    const { top, height } = scroller.getBoundingClientRect();
    const middle = top + height / 2;
    return {
      numbers: texts.filter((text) => text !== undefined).map(Number),
      elements: scroller.querySelectorAll('*').length,
      // Not on a message: a day or the divider may stand there as well.
      isFilled:
        (rows[0]?.getBoundingClientRect().top ?? middle) < middle &&
        (rows.at(-1)?.getBoundingClientRect().bottom ?? middle) > middle,
    };
  });
}

/** The first message that begins in view: what a reader reads. */
export async function holdFirstInView(log: Locator): Promise<{ drift: () => Promise<number> }> {
  const row = await log.evaluateHandle((scroller) => {
    const top = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll('[data-key]')];
    const first = rows.find((element) => element.getBoundingClientRect().top >= top);
    if (!first) throw new Error('no message is in view');
    return first;
  });
  const place = () =>
    row.evaluate((element) => {
      if (!element.isConnected) throw new Error('the message that was read is gone');
      const view = element.closest('[role="log"]')?.getBoundingClientRect();
      return element.getBoundingClientRect().top - (view?.top ?? Number.NaN);
    });
  const start = await place();
  return { drift: async () => Math.abs((await place()) - start) };
}

/** How far the view is from the end of the conversation, in pixels. */
export const distanceFromEnd = (log: Locator): Promise<number> =>
  log.evaluate((scroller) => Math.abs(scroller.scrollTop));

/** Whatever was to happen in the next frame has. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))),
  );
}

/** Sends a picture of that height and answers it as it is stored. */
export async function sendPicture(from: Person, to: Person, height: number): Promise<ImageDto> {
  const create = { width: 320, height, channels: 3, background: '#27a' } as const;
  const bytes = new Uint8Array(await sharp({ create }).png().toBuffer());
  const form = new FormData();
  form.set('image', new Blob([bytes], { type: 'image/png' }), 'a.png');
  const path = `/api/messages/send/${to.id}`;
  const answer = await from.call<{ newMessage: MessageDto }>(path, { method: 'POST', body: form });
  const { image } = expectSuccess(answer).newMessage;
  if (!image) throw new Error('the picture did not come back');
  return image;
}
