import { ChatClient } from '@/lib/client/chat-client';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import type { Environment } from '@/lib/client/platform/environment';
import type { Tabs } from '@/lib/client/platform/tabs';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import type { OwnUserDto } from '@/lib/shared/dto';
import { FakeClock } from './fake-clock';
import type { FakeServer } from './fake-server';
import type { FakeTransport } from './fake-transport';

/** A window that does what the test says. */
class FakeEnvironment implements Environment {
  online = true;
  visible = true;
  focused = true;
  readonly #listeners = new Set<() => void>();

  isOnline = () => this.online;
  isVisible = () => this.visible;
  isFocused = () => this.visible && this.focused;
  onChange = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<Pick<FakeEnvironment, 'online' | 'visible' | 'focused'>>): void {
    Object.assign(this, change);
    for (const listener of this.#listeners) listener();
  }
}

export interface Device {
  client: ChatClient;
  transport: FakeTransport;
  environment: FakeEnvironment;
  clock: FakeClock;
  endedSessions: number;
  /** The texts on the screen of the conversation with that person, with their status. */
  screen(userId: string): string[];
  unseen(userId: string): number;
}

/** One open tab of a person, signed in to the fake server and not yet connected. */
export function createDevice(
  server: FakeServer,
  me: OwnUserDto,
  options: { outboxStorage?: OutboxStorage; tabs?: Tabs; clock?: FakeClock } = {},
): Device {
  const transport = server.connect(me._id);
  const environment = new FakeEnvironment();
  const clock = options.clock ?? new FakeClock();
  const drafts = new Map<string, string>();
  const client = new ChatClient({
    me,
    api: server.api(me._id),
    transport,
    environment,
    clock,
    outboxStorage: options.outboxStorage ?? createMemoryOutboxStorage(),
    tabs: options.tabs ?? createTabHub().open(),
    openDraftStorage: () => ({
      getItem: (key) => drafts.get(key) ?? null,
      setItem: (key, value) => void drafts.set(key, value),
      removeItem: (key) => void drafts.delete(key),
    }),
    onSessionEnded: () => {
      device.endedSessions++;
    },
  });
  const device: Device = {
    client,
    transport,
    environment,
    clock,
    endedSessions: 0,
    screen: (userId) =>
      client.views
        .rows(userId)
        .all()
        .map((item) => (item.status ? `${item.text} (${item.status})` : item.text)),
    unseen: (userId) => client.views.person(userId)?.unseen ?? 0,
  };
  return device;
}

/** The same, seeded as a page would be, started and connected. */
export async function openDevice(
  server: FakeServer,
  me: OwnUserDto,
  options: Parameters<typeof createDevice>[2] = {},
): Promise<Device> {
  const device = createDevice(server, me, options);
  device.client.seed({ people: server.people(me._id) });
  device.client.start();
  device.transport.open();
  await device.clock.advance(1);
  return device;
}
