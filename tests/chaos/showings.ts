import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '@/lib/client/transport/api-client';
import type { MessageDto } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { PAGE_MAX_COUNT } from '@/lib/shared/limits';
import type { Member } from './crowd';
import type { Device } from './device';
import type { Finding } from './findings';
import type { Showing } from './judge';
import { countUnseen, type Truth } from './truth';

const LOAD_TIMEOUT_MS = 15_000;
const LOOK_MS = 20;

/** What each device shows of each conversation, scrolled back to its beginning. */
export async function readScreens(members: readonly Member[]): Promise<Showing[]> {
  const devices = members.flatMap((member) =>
    member.devices.map((device) => readScreen(member, device)),
  );
  return (await Promise.all(devices)).flat();
}

async function readScreen({ person, partners }: Member, device: Device): Promise<Showing[]> {
  const showings: Showing[] = [];
  for (const partner of partners) {
    showings.push({
      place: `${device.name} with ${partner.name}`,
      viewerId: person.id,
      conversationId: directConversationId(person.id, partner.person.id),
      messages: await scrollBack(device, partner.person.id),
    });
  }
  return showings;
}

async function scrollBack(device: Device, userId: string): Promise<readonly MessageDto[]> {
  const { client } = device;
  const close = client.openConversation(userId);
  try {
    await untilLoaded(device, userId);
    for (;;) {
      const held = client.store.getChat().conversations.get(userId);
      const before = held?.range?.from ?? 0;
      if (!held || before <= held.startSeq) break;
      await client.conversations.loadBefore(userId);
      // Failed: what is missing then shows in the comparison.
      if (client.store.getChat().conversations.get(userId)?.range?.from === before) break;
    }
    // Stored messages alone: by now nothing may be on its way. Those shown to nobody are among them.
    return client.store.getChat().conversations.get(userId)?.messages ?? [];
  } finally {
    close();
  }
}

async function untilLoaded(device: Device, userId: string): Promise<void> {
  const { store, conversations } = device.client;
  const endsAt = Date.now() + LOAD_TIMEOUT_MS;
  while (!store.getChat().conversations.get(userId)?.range && Date.now() < endsAt) {
    await conversations.load(userId);
    await sleep(LOOK_MS);
  }
}

/** Each person's conversations by HTTP, in pages of `after=`, and their unread counts. */
export async function readPages(
  members: readonly Member[],
  truth: Truth,
): Promise<{ showings: Showing[]; findings: Finding[] }> {
  const showings: Showing[] = [];
  const findings: Finding[] = [];
  for (const member of members) {
    const [device] = member.devices;
    if (!device) continue;
    const baseUrl = `http://127.0.0.1:${device.link.port}`;
    const api = createApiClient({ baseUrl, token: member.person.token });
    const { unseenMessages } = await api.people({ limit: PAGE_MAX_COUNT });
    for (const partner of member.partners) {
      const conversationId = directConversationId(member.person.id, partner.person.id);
      const messages: MessageDto[] = [];
      for (let after = 0, hasAfter = true; hasAfter; after = messages.at(-1)?.seq ?? 0) {
        const page = await api.messages(partner.person.id, { after, limit: PAGE_MAX_COUNT });
        messages.push(...page.messages);
        hasAfter = page.hasAfter && page.messages.length > 0;
      }
      showings.push({
        place: `${member.name} by HTTP`,
        viewerId: member.person.id,
        conversationId,
        messages,
      });
      const unseen = countUnseen(truth, conversationId, member.person.id);
      const told = unseenMessages[partner.person.id] ?? 0;
      if (told === unseen) continue;
      const detail = `${member.name} with ${partner.name} by HTTP: ${told}, not ${unseen}`;
      findings.push({ kind: 'unread', detail });
    }
  }
  return { showings, findings };
}
