import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import { FakeServer } from './support/fake-server';
import { createDevice, type Device } from './support/harness';

/** Everything that may happen to one of two people while they write to one another. */
type Move =
  | { kind: 'write' | 'connect' | 'drop' | 'reload' | 'look' | 'sleep'; who: 0 | 1 }
  | { kind: 'answers' | 'requests' | 'events'; who: 0 | 1; lost: boolean }
  | { kind: 'overtake'; who: 0 | 1; by: number }
  | { kind: 'http'; fails: boolean }
  | { kind: 'wait'; ms: number };

const who = fc.constantFrom(0 as const, 1 as const);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'connect' as const,
        'drop' as const,
        'reload' as const,
        'look' as const,
        'sleep' as const,
      ),
      who,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('answers' as const, 'requests' as const, 'events' as const),
      who,
      lost: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('overtake' as const), who, by: fc.nat(1_000) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('http' as const), fails: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 8_000 }),
    }),
  },
);

/** Two people over one faulty server, each with an outbox that outlives a reload. */
class Story {
  readonly server = new FakeServer();
  readonly users = [this.server.addUser('Ann'), this.server.addUser('Bob')] as const;
  readonly devices: Device[];
  readonly written: [string[], string[]] = [[], []];
  readonly #storages = [createMemoryOutboxStorage(), createMemoryOutboxStorage()] as const;
  readonly #hubs = [createTabHub(), createTabHub()] as const;

  constructor() {
    this.devices = [this.#open(0), this.#open(1)];
  }

  otherId(index: 0 | 1): string {
    return this.users[index === 0 ? 1 : 0]._id;
  }

  device(index: 0 | 1): Device {
    const device = this.devices[index];
    if (!device) throw new Error('there are two devices');
    return device;
  }

  #open(index: 0 | 1): Device {
    const device = createDevice(this.server, this.users[index], {
      outboxStorage: this.#storages[index],
      tabs: this.#hubs[index].open(),
    });
    device.client.start();
    device.client.openConversation(this.otherId(index));
    return device;
  }

  async play(step: Move): Promise<void> {
    if (step.kind === 'wait') return this.wait(step.ms);
    if (step.kind === 'http') {
      this.server.httpFailure = step.fails ? 'unavailable' : null;
      return;
    }
    const device = this.device(step.who);
    const { client, transport } = device;
    if (step.kind === 'write') {
      const text = `${step.who}:${this.written[step.who].length}`;
      this.written[step.who].push(text);
      client.outbox.sendText(this.otherId(step.who), text);
    } else if (step.kind === 'connect') transport.open();
    else if (step.kind === 'drop') transport.drop();
    else if (step.kind === 'look') client.receipts.view(this.otherId(step.who));
    else if (step.kind === 'sleep') device.clock.jump(3_600_000);
    else if (step.kind === 'answers') transport.losesAnswers = step.lost;
    else if (step.kind === 'requests') transport.losesRequests = step.lost;
    else if (step.kind === 'events') transport.losesEvents = step.lost;
    else if (step.kind === 'overtake') {
      if (!transport.holdsEvents) transport.holdsEvents = true;
      else transport.release((count) => shuffled(count, step.by));
    } else {
      // What was written must have reached the storage: that takes a moment, not a network.
      await this.wait(1);
      client.stop();
      this.server.transports.delete(transport);
      this.devices[step.who] = this.#open(step.who);
    }
    await this.wait(1);
  }

  async wait(ms: number): Promise<void> {
    for (const { clock } of this.devices) await clock.advance(ms);
  }

  /** All faults end, and both people look. */
  async heal(): Promise<void> {
    this.server.httpFailure = null;
    for (const index of [0, 1] as const) {
      const { transport, client } = this.device(index);
      Object.assign(transport, { losesAnswers: false, losesRequests: false, losesEvents: false });
      transport.release();
      transport.drop();
      transport.open();
      client.receipts.view(this.otherId(index));
    }
    await this.wait(70_000);
    await this.wait(10_000);
  }
}

function shuffled(count: number, seed: number): number[] {
  const order = [...Array(count).keys()];
  return order.sort((a, b) => (((a + 1) * (seed + 7)) % 101) - (((b + 1) * (seed + 7)) % 101));
}

describe('two people under bad luck', () => {
  it('lose nothing, double nothing, and end with the same conversation in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async (moves) => {
        const story = new Story();
        for (const step of moves) await story.play(step);
        await story.heal();

        const stored = [...story.server.log.values()].flat().map((message) => message.text);
        expect(stored.toSorted()).toEqual(story.written.flat().toSorted());
        for (const index of [0, 1] as const) {
          // Each person's own messages stand in the order of writing.
          const own = stored.filter((text) => text.startsWith(`${index}:`));
          expect(own).toEqual(story.written[index]);
          const { client } = story.device(index);
          const items = client.views.rows(story.otherId(index)).all();
          expect(items.map((item) => item.text)).toEqual(stored);
          expect(client.store.getChat().pending.size).toBe(0);
          expect(client.outbox.size).toBe(0);
          expect(client.views.unseenTotal()).toBe(0);
          // Both have looked, so everything was seen.
          const statuses = new Set(items.map((item) => item.status).filter(Boolean));
          expect([...statuses]).toEqual(own.length > 0 ? ['seen'] : []);
        }
        for (const { client } of story.devices) client.stop();
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
