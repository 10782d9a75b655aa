import { expect } from 'vitest';
import type { FileDto } from '@/lib/shared/dto';
import { fetchAs, sendForm } from '../files';
import type { Person } from '../person';
import type { EnginePage } from './engine-page';

/** A voice note as it was stored, and in which engine it was recorded. */
export interface Recorded {
  engine: string;
  file: FileDto;
  bytes: Uint8Array;
}

/** Records for a second and sends it. Null in an engine that says that it cannot. */
export async function recordVoice(
  page: EnginePage,
  { engine, from, to }: { engine: string; from: Person; to: Person },
): Promise<Recorded | null> {
  await page.click({ role: 'button', name: 'Record a voice message' });
  const state = async () => {
    if (await page.find({ role: 'timer', text: '0:01' })) return 'recording';
    return (await page.find({ role: 'alert', text: 'microphone' })) ||
      (await page.find({ role: 'alert', text: 'cannot record' }))
      ? 'refused'
      : 'nothing';
  };
  let last = 'nothing';
  await expect
    .poll(async () => {
      last = await state();
      return last;
    })
    .not.toBe('nothing');
  if (last === 'refused') {
    await page.click({ role: 'button', name: 'Close' });
    return null;
  }
  await page.click({ role: 'button', name: 'Stop recording' });
  await page.click({ role: 'button', name: 'Send voice message' });
  const sent = async () => (await to.history(from)).messages.findLast(({ file }) => file)?.file;
  await expect.poll(sent).toBeTruthy();
  const file = await sent();
  if (!file) throw new Error('It was not sent.');
  const bytes = new Uint8Array(await (await fetchAs(to, file.url)).arrayBuffer());
  return { engine, file, bytes };
}

/** Sends what was recorded elsewhere. */
export async function sendRecorded(
  from: Person,
  to: Person,
  { bytes, file: { name, type, durationMs, waveform } }: Recorded,
): Promise<void> {
  const fields = { durationMs: String(durationMs), waveform: String(waveform) };
  const answer = await sendForm(from, to, { field: 'voice', bytes, name, type }, fields);
  expect(answer.status).toBe(201);
}

/** Whoever runs tests has no loudspeaker, without which Firefox plays nothing aloud. */
export async function turnSoundOff(page: EnginePage): Promise<void> {
  await page.driver.evaluate(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function playSilently() {
      this.muted = true;
      return play.call(this);
    };
  });
}

/** Plays the voice note of that place in the conversation, and resolves once half a second of it was played. */
export async function playVoice(page: EnginePage, index: number): Promise<void> {
  const look = () =>
    page.driver.evaluate((at) => {
      const voice = document.querySelectorAll('[role="log"] [data-voice]')[at];
      const button = voice?.querySelector<HTMLButtonElement>('button:enabled');
      if (!voice || !button) return null;
      button.scrollIntoView({ block: 'nearest' });
      const { left, top, width, height } = button.getBoundingClientRect();
      return {
        x: left + width / 2,
        y: top + height / 2,
        played: Number(voice.querySelector('input')?.value),
        failure: voice.querySelector('[role="alert"]')?.textContent ?? '',
      };
    }, index);
  await expect.poll(look).not.toBeNull();
  const place = await look();
  if (!place) throw new Error('There is nothing to play.');
  await page.driver.clickAt(place.x, place.y);
  await expect
    .poll(async () => {
      const now = await look();
      return now?.failure || (now?.played ?? 0) > 500;
    })
    .toBe(true);
}
