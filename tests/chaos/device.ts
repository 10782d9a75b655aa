import { ChatClient } from '@/lib/client/chat-client';
import type { OutboxStorage } from '@/lib/client/outbox/outbox-storage';
import { UNKNOWN_SIZE } from '@/lib/client/platform/measure-image';
import type { Tabs } from '@/lib/client/platform/tabs';
import { alwaysPresent } from '@/lib/client/programs/always-present';
import { blobReader } from '@/lib/client/programs/blob-reader';
import type { ChangeContent } from '@/lib/client/store/state';
import { sendFormByFetch } from '@/lib/client/testing/send-form-by-fetch';
import { sendImage } from '@/lib/client/testing/send-image';
import { createApiClient } from '@/lib/client/transport/api-client';
import { SocketTransport } from '@/lib/client/transport/socket';
import { voiceFileName } from '@/lib/client/voice/voice-note';
import type { OwnUserDto } from '@/lib/shared/dto';
import type { Link } from '../support/link';
import type { Random } from '../support/random';
import { type Attachment, sha256 } from './attachments';
import { EDIT_MARK, originOf } from './judge-changes';
import type { Ledger, SentFile } from './ledger';
import { watchMarks } from './marks';
import type { Sabotage } from './options';
import { RecordingTransport, recordApi } from './recording';
import { spoilingReader } from './sabotage';
import { SkewedClock } from './skewed-clock';

/** How far up a person changes messages. */
const RECENT_COUNT = 15;
const OWN_SHARE = 0.6;
const DELETED_SHARE = 0.15;
const DELETED_FILE_SHARE = 0.5;
const HIDDEN_SHARE = 0.1;
const EMOJI = ['👍', '🎉', '❤️', null];

export interface DeviceOptions {
  name: string;
  me: OwnUserDto;
  token: string;
  link: Link;
  ledger: Ledger;
  /** What outlives a reload, shared by the tabs of one browser. */
  browser: { name: string; storage: OutboxStorage; openTabs(): Tabs };
  sabotage: Sabotage | null;
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
    this.#client.typingTo(to).onInput(text);
    this.#note(to, text, this.#client.outbox.sendText(to, text));
    this.#client.typingTo(to).stop();
  }

  /** Edits, deletes, reacts to or answers one of the last messages on the screen. */
  change(number: number, random: Random): void {
    const to = this.#shown;
    const { ledger, browser, me } = this.#options;
    if (!to) return;
    // What was refused before is given up with a newer change.
    this.giveUpRefused();
    const rows = this.#client.views.rows(to);
    const recent = [...rows.between(rows.lastSeq - RECENT_COUNT, rows.lastSeq), ...rows.pending];
    const item = random.pick([...recent, null]);
    if (!item || item.deleted || item.status === 'failed') return;
    const isOwn = item.senderId === me._id && !item.image;
    const content = isOwn && random.chance(OWN_SHARE) ? ownChange() : anyChange();
    const { clientId } = item;
    ledger.noteChange({ ...content, clientId, line: browser.name, userId: me._id });
    this.#client.outbox.changes.add(to, item, content);

    function ownChange(): ChangeContent {
      const deletedShare = item?.file ? DELETED_FILE_SHARE : DELETED_SHARE;
      if (random.chance(deletedShare)) return { kind: 'remove', scope: 'everyone' };
      // Its caption stays: a voice note has none to tell it by.
      if (item?.file) return anyChange();
      const text = `${originOf(item?.text ?? '')}${EDIT_MARK}${number}`;
      const base = { rev: item?.message?.rev ?? 0, text: item?.message?.text ?? item?.text ?? '' };
      return { kind: 'edit', text, base };
    }
    function anyChange(): ChangeContent {
      if (random.chance(HIDDEN_SHARE)) return { kind: 'remove', scope: 'me' };
      return { kind: 'react', emoji: random.pick(EMOJI) };
    }
  }

  /** Gives up the edits that were refused because another device of the same person was faster. */
  giveUpRefused(): void {
    const { outbox, store } = this.#client;
    for (const [to, changes] of store.getChat().changes) {
      for (const change of changes) {
        if (change.failure?.code !== 'conflict' || change.kind !== 'edit') continue;
        this.#options.ledger.refusedEdits.add(change.text);
        outbox.changes.discard(to, { key: change.target, message: null });
      }
    }
  }

  async writeAttachment(to: string, attachment: Attachment, caption: string): Promise<void> {
    const { outbox } = this.#client;
    if (attachment.kind === 'voice') {
      const { blob, durationMs, waveform } = attachment;
      // Noted in the same turn: nothing of what is written next may come before it.
      const clientId = outbox.sendVoice(to, attachment);
      this.#note(to, '', clientId);
      const name = voiceFileName(blob.type);
      await this.#noteFile(clientId, new File([blob], name), { durationMs, waveform });
      return;
    }
    const { kind, file } = attachment;
    if (kind === 'image') await sendImage(outbox, to, file, caption);
    else {
      const size = Promise.resolve(UNKNOWN_SIZE);
      await outbox.sendAttachments(to, [{ file, size, isFile: true }], caption);
    }
    const pending = this.#client.store.getChat().pending.get(to) ?? [];
    const clientId = pending.find(({ text }) => text === caption)?.clientId ?? null;
    this.#note(to, caption, clientId);
    if (kind === 'file' && clientId) await this.#noteFile(clientId, file);
  }

  async #noteFile(
    clientId: string,
    file: File,
    voice?: Pick<SentFile, 'durationMs' | 'waveform'>,
  ): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { name, size } = file;
    this.#options.ledger.files.set(clientId, {
      sha256: sha256(bytes),
      name,
      bytes: size,
      ...voice,
    });
  }

  #note(to: string, text: string, clientId: string | null): void {
    const { ledger, browser, me } = this.#options;
    const line = `${browser.name} > ${to}`;
    ledger.noteWritten({ text, line, senderId: me._id, receiverId: to, clientId });
  }

  #createClient(): ChatClient {
    const { me, token, link, ledger, browser, sabotage } = this.#options;
    const url = `http://127.0.0.1:${link.port}`;
    const onAcknowledged = ledger.noteAcknowledged.bind(ledger);
    const socket = new SocketTransport({ url, token, clock: this.clock });
    return new ChatClient({
      me,
      api: recordApi(createApiClient({ baseUrl: url, token, sendForm: sendFormByFetch }), {
        skipsOne: sabotage === 'skip-resync',
        ignoresRev: sabotage === 'ignore-rev',
        onAcknowledged,
      }),
      transport: new RecordingTransport(socket, {
        onAcknowledged,
        losesChanges: sabotage === 'ignore-rev',
      }),
      outboxStorage: browser.storage,
      fileReader: sabotage === 'spoil-files' ? spoilingReader : blobReader,
      tabs: browser.openTabs(),
      environment: alwaysPresent,
      clock: this.clock,
      openDraftStorage: () => null,
      onSessionEnded: () => ledger.endedSessions.push(this.name),
    });
  }
}
