import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/random';
import { type Attachment, drawAttachment } from './attachments';
import type { Member } from './crowd';

const TICK_MS = 20;
const SAY_MS = 30_000;
/** So many changes come with each message. */
const CHANGE_SHARE = 0.25;
/** People mostly write to whom they are looking at. */
const STAYS_SHARE = 0.5;
const LOOKS_ELSEWHERE_SHARE = 0.05;

/** What writes for a person: a device, or the baseline's. */
export interface Writer {
  name: string;
  shown: string | null;
  show(userId: string): void;
  writeText(to: string, text: string): void;
  /** Changes some message on the screen. */
  change?(number: number, random: Random): void;
  /** A voice note has no caption. */
  writeAttachment(to: string, attachment: Attachment, caption: string): Promise<void>;
}

interface Seat {
  writer: Writer;
  partnerIds: readonly string[];
}

/** Every writer with whom they write to. */
export function seatsOf<W extends Writer>(
  members: readonly (Pick<Member, 'partners'> & { devices: readonly W[] })[],
): Seat[] {
  return members.flatMap(({ devices, partners }) =>
    devices.map((writer) => ({
      writer,
      partnerIds: partners.map((partner) => partner.person.id),
    })),
  );
}

/**
 * Lets people talk: `messages` messages, evenly over the time, each with a text of its own. Who
 * writes what to whom depends on the seed alone, when on how busy the machine is.
 */
export async function converse(options: {
  seats: readonly Seat[];
  messages: number;
  seconds: number;
  random: Random;
  hasChanges: boolean;
  say(line: string): void;
}): Promise<void> {
  const { seats, messages, seconds, random, hasChanges, say } = options;
  for (const { writer, partnerIds } of seats) writer.show(random.pick(partnerIds));
  const startedAt = Date.now();
  let saidAt = startedAt;
  for (let number = 1; number <= messages; ) {
    const due = Math.min(messages, ((Date.now() - startedAt) / (seconds * 1_000)) * messages);
    for (; number <= due; number++) {
      await writeOne(number);
      const { writer } = random.pick(seats);
      if (hasChanges && random.chance(CHANGE_SHARE)) writer.change?.(number, random);
      // Nobody writes in two tabs within one breath: the first is in the outbox by now.
      await nextTurn();
    }
    if (Date.now() - saidAt >= SAY_MS) {
      saidAt = Date.now();
      say(`${number - 1} messages written`);
    }
    await sleep(TICK_MS);
  }

  async function writeOne(number: number): Promise<void> {
    const { writer, partnerIds } = random.pick(seats);
    const looksElsewhere = random.chance(LOOKS_ELSEWHERE_SHARE);
    const other = random.pick(partnerIds);
    const stays = random.chance(STAYS_SHARE);
    const attachment = drawAttachment(number, random);
    if (looksElsewhere) writer.show(other);
    const to = stays && writer.shown ? writer.shown : other;
    const text = `${number} from ${writer.name}`;
    if (attachment) await writer.writeAttachment(to, attachment, text);
    else writer.writeText(to, text);
  }
}
