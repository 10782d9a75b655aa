import { expect, it } from 'vitest';
import { PresenceWatch } from '@/lib/client/sync/presence-watch';
import type { Transport } from '@/lib/client/transport/transport';
import type { PresenceDto } from '@/lib/shared/dto';
import { FakeClock } from './support/fake-clock';

const of = (userId: string, online: boolean): PresenceDto => ({
  userId,
  online,
  lastSeenAt: null,
});

/** A watch whose questions are answered by hand. */
function createWatch() {
  const clock = new FakeClock();
  const asked: { userIds: string[]; answer(presence: PresenceDto[]): void; fail(): void }[] = [];
  const heard: PresenceDto[][] = [];
  let wanted: string[] = [];
  const transport = {
    isConnected: true,
    request: (_event: string, { userIds }: { userIds: string[] }) =>
      new Promise((resolve, reject) => {
        const answer = (presence: PresenceDto[]) => resolve({ presence });
        asked.push({ userIds, answer, fail: () => reject(new Error('no answer')) });
      }),
  } as unknown as Transport;
  const watch = new PresenceWatch({
    transport,
    clock,
    wanted: () => wanted,
    onPresence: (presence) => void heard.push([...presence]),
  });
  const want = async (...userIds: string[]) => {
    wanted = userIds;
    watch.check();
    await clock.advance(300);
  };
  return { watch, clock, asked, heard, want };
}

it('does not take an answer for what holds once others were asked for', async () => {
  const { clock, asked, heard, want } = createWatch();
  await want('ann');
  await want('ann', 'bob');
  expect(asked.map(({ userIds }) => userIds)).toEqual([['ann'], ['ann', 'bob']]);
  asked[1]?.answer([of('ann', true), of('bob', true)]);
  await clock.advance(0);
  asked[0]?.answer([of('ann', false)]);
  await clock.advance(0);
  expect(heard).toEqual([[of('ann', true), of('bob', true)]]);
});

it('asks once more when there was no answer, unless others were asked for since', async () => {
  const { clock, asked, heard, want } = createWatch();
  await want('ann');
  await want('bob');
  asked[1]?.answer([of('bob', true)]);
  asked[0]?.fail();
  await clock.advance(0);
  await clock.advance(10_000);
  expect(asked).toHaveLength(2);
  await want('ann');
  asked[2]?.fail();
  await clock.advance(0);
  await clock.advance(10_000);
  expect(asked.map(({ userIds }) => userIds).at(-1)).toEqual(['ann']);
  expect(asked).toHaveLength(4);
  asked[3]?.answer([of('ann', false)]);
  await clock.advance(0);
  expect(heard.at(-1)).toEqual([of('ann', false)]);
});
