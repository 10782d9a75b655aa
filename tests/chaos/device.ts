import { ChatClient } from '@/lib/client/chat-client';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import type { Tabs } from '@/lib/client/platform/tabs';
import { alwaysPresent } from '@/lib/client/testing/always-present';
import { sendFormByFetch } from '@/lib/client/testing/send-form-by-fetch';
import { sendImage } from '@/lib/client/testing/send-image';
import { createApiClient } from '@/lib/client/transport/api-client';
import { SocketTransport } from '@/lib/client/transport/socket';
import type { OwnUserDto } from '@/lib/shared/dto';
import type { Link } from '../support/link';
import type { Ledger } from './ledger';
import { watchMarks } from './marks';
import { RecordingTransport, recordApi } from './recording';
import { SkewedClock } from './skewed-clock';

export interface DeviceOptions {
  name: string;
  me: OwnUserDto;
  token: string;
  link: Link;
  ledger: Ledger;
  /** What outlives a reload, shared by the tabs of one browser. */
  browser: { name: string; storage: OutboxStorage; openTabs(): Tabs };
  skipsOneOnResync: boolean;
}

/** A tab or phone of a person: the client that runs in browsers, behind a network link of its own. */
export class Device {
  readonly name: string;
  readonly link: Link;
  readonly clock = new SkewedClock();
  readonly #options: DeviceOptions;
  #client: ChatClient;
  #shown: string | null = null;
  #leave: (() => void)[] = [];
  #stopWatching: () => void = () => {};

  constructor(options: DeviceOptions) {
    this.name = options.name;
    this.link = options.link;
    this.#options = options;
    this.#client = this.#createClient();
  }

  get client(): ChatClient {
    return this.#client;
  }

  get shown(): string | null {
    return this.#shown;
  }

  start(): void {
    this.#stopWatching = watchMarks(this.#client.store, this.#options.ledger, this.name);
    this.#client.start();
  }

  stop(): void {
    this.#client.stop();
    this.#stopWatching();
  }

  /** All that is in memory is gone; what the browser stores remains. */
  reload(): void {
    const shown = this.#shown;
    this.stop();
    this.#shown = null;
    this.#leave = [];
    this.#client = this.#createClient();
    this.start();
    if (shown) this.show(shown);
  }

  /** Puts a conversation on the screen in place of the one before. */
  show(userId: string): void {
    if (this.#shown === userId) return;
    for (const leave of this.#leave) leave();
    this.#shown = userId;
    this.#leave = [
      this.#client.openConversation(userId),
      this.#client.receipts.view(userId),
    ].reverse();
  }

  /** Shows nothing any more. */
  close(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#shown = null;
  }

  writeText(to: string, text: string): void {
    this.#note(to, text);
    this.#client.typingTo(to).onInput(text);
    this.#client.outbox.sendText(to, text);
    this.#client.typingTo(to).stop();
  }

  async writeImage(to: string, image: File, caption: string): Promise<void> {
    this.#note(to, caption);
    await sendImage(this.#client.outbox, to, image, caption);
  }

  #note(to: string, text: string): void {
    const { ledger, browser, me } = this.#options;
    const line = `${browser.name} > ${to}`;
    ledger.noteWritten({ text, line, senderId: me._id, receiverId: to });
  }

  #createClient(): ChatClient {
    const { me, token, link, ledger, browser, skipsOneOnResync } = this.#options;
    const url = `http://127.0.0.1:${link.port}`;
    const onAcknowledged = ledger.noteAcknowledged.bind(ledger);
    const socket = new SocketTransport({ url, token, clock: this.clock });
    return new ChatClient({
      me,
      api: recordApi(createApiClient({ baseUrl: url, token, sendForm: sendFormByFetch }), {
        skipsOne: skipsOneOnResync,
        onAcknowledged,
      }),
      transport: new RecordingTransport(socket, onAcknowledged),
      outboxStorage: browser.storage,
      tabs: browser.openTabs(),
      environment: alwaysPresent,
      clock: this.clock,
      openDraftStorage: () => null,
      onSessionEnded: () => ledger.endedSessions.push(this.name),
    });
  }
}
