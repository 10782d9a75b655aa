import { directConversationId } from '@/lib/shared/ids';
import type { Member } from './crowd';
import type { Device } from './device';
import type { Finding } from './findings';
import { textFor } from './judge-changes';
import { countUnseen, marksIn, type Truth } from './truth';

/** What is true of a device alone: nothing waits, nothing was refused, it is connected. */
export function findUnfinished(members: readonly Member[]): Finding[] {
  return members.flatMap(({ devices }) =>
    devices.flatMap(({ name, client }) => {
      const findings: Finding[] = [];
      const { chat, connection, peopleLoad } = client.store.getState();
      for (const item of [...chat.pending.values()].flat()) {
        findings.push({
          kind: item.failure ? 'refused' : 'unsent',
          detail: `${name}: "${item.text}" ${item.failure?.code ?? ''}`,
        });
      }
      for (const change of [...chat.changes.values()].flat()) {
        findings.push({
          kind: change.failure ? 'refused' : 'unsent',
          detail: `${name}: to ${change.kind} ${change.target} ${change.failure?.code ?? ''}`,
        });
      }
      for (let left = client.outbox.size - findings.length; left > 0; left--) {
        findings.push({ kind: 'unsent', detail: `${name}: not even shown as waiting` });
      }
      if (connection.state !== 'online' || peopleLoad.error !== null) {
        findings.push({ kind: 'disconnected', detail: `${name}: ${connection.state}` });
      }
      for (const userId of chat.typing) {
        findings.push({ kind: 'typing', detail: `${name}: ${userId}` });
      }
      return findings;
    }),
  );
}

/** Where devices see something else than the database holds. `absent` have left for good. */
export function findDisagreements(options: {
  members: readonly Member[];
  absent: ReadonlySet<Member>;
  truth: Truth;
}): Finding[] {
  const { members, absent, truth } = options;
  return members
    .filter((member) => !absent.has(member))
    .flatMap((member) =>
      member.devices.flatMap((device) =>
        member.partners.flatMap((partner) => [
          ...compareConversation({ member, device, partner, truth }),
          ...comparePresence({ device, partner, isThere: !absent.has(partner) }),
        ]),
      ),
    );
}

interface Comparison {
  member: Member;
  device: Device;
  partner: Member;
  truth: Truth;
}

function compareConversation({ member, device, partner, truth }: Comparison): Finding[] {
  const findings: Finding[] = [];
  const me = member.person.id;
  const other = partner.person.id;
  const conversationId = directConversationId(me, other);
  const messages = truth.messages.get(conversationId) ?? [];
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const where = `${device.name} with ${partner.name}`;
  const held = device.client.store.getChat().conversations.get(other);
  const row = device.client.views.person(other);
  const rowOfTruth = truth.conversations.get(conversationId)?.lastSeq ?? 0;
  if (row?.lastSeq !== lastSeq || rowOfTruth !== lastSeq) {
    const detail = `${where}: row at ${row?.lastSeq} and ${rowOfTruth}, not ${lastSeq}`;
    findings.push({ kind: 'behind', detail });
  }
  // One that was left before its first page came holds nothing and shows nothing.
  const isLoaded = held?.range ?? device.shown === other;
  if (isLoaded && (held?.range?.to !== lastSeq || held.buffered.length > 0)) {
    const detail = `${where}: holds up to ${held?.range?.to}, ${held?.buffered.length} buffered, not ${lastSeq}`;
    findings.push({ kind: 'behind', detail });
  }
  const lastRev = Math.max(0, ...messages.map(({ rev }) => rev));
  if (isLoaded && held?.rev !== lastRev) {
    const detail = `${where}: holds the changes up to ${held?.rev}, not ${lastRev}`;
    findings.push({ kind: 'behind', detail });
  }
  const last = messages.at(-1);
  const preview = row?.lastMessage?.text ?? '';
  if (last && preview !== textFor(last, me)) {
    findings.push({ kind: 'stale', detail: `${where}: the row says "${preview}"` });
  }
  const mine = marksIn(truth, conversationId, me);
  const theirs = marksIn(truth, conversationId, other);
  const marks = [
    ['seen by the other', row?.seenSeq, theirs.seenSeq],
    ['delivered', row?.deliveredSeq, theirs.deliveredSeq],
    ['seen', row?.mySeenSeq, mine.seenSeq],
  ] as const;
  for (const [name, shown, stored] of marks) {
    if (shown === stored) continue;
    findings.push({ kind: 'receipt', detail: `${where}: ${name} ${shown}, not ${stored}` });
  }
  const received = messages.findLast((message) => message.receiverId === me)?.seq ?? 0;
  if (mine.deliveredSeq < received) {
    const detail = `${where}: ${received} has come and ${mine.deliveredSeq} counts as delivered`;
    findings.push({ kind: 'receipt', detail });
  }
  if (device.shown === other && mine.seenSeq < received) {
    const detail = `${where}: ${received} is on the screen and ${mine.seenSeq} counts as seen`;
    findings.push({ kind: 'receipt', detail });
  }
  const unseen = countUnseen(truth, conversationId, me);
  if (row?.unseen !== unseen) {
    findings.push({ kind: 'unread', detail: `${where}: ${row?.unseen}, not ${unseen}` });
  }
  return findings;
}

function comparePresence(options: {
  device: Device;
  partner: Member;
  isThere: boolean;
}): Finding[] {
  const { device, partner, isThere } = options;
  const row = device.client.views.person(partner.person.id);
  if (row?.online === isThere) return [];
  const kind = isThere ? 'shownOffline' : 'shownOnline';
  return [{ kind, detail: `${device.name}: ${partner.name}` }];
}
