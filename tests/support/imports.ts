import type { MessageDto } from '@/lib/shared/dto';
import type { ImportDto, ImportedMessageInput } from '@/lib/shared/import/import-schemas';
import { expectSuccess, type Person } from './person';
import { newPicture } from './pictures';

const START = Date.parse('2019-03-04T09:00:00.000Z');
const MINUTE_MS = 60_000;

/** A message of a history, a minute after the one before it, by the one and the other in turns. */
export const pastMessage = (
  ordinal: number,
  fields: Partial<ImportedMessageInput> = {},
): ImportedMessageInput => ({
  ordinal,
  isMine: ordinal % 2 === 1,
  text: `from long ago ${ordinal}`,
  createdAt: new Date(START + ordinal * MINUTE_MS).toISOString(),
  ...fields,
});

export const pastMessages = (count: number): ImportedMessageInput[] =>
  Array.from({ length: count }, (_, at) => pastMessage(at + 1));

export const beginImport = (
  owner: Person,
  other: Person,
  messageCount: number,
  source: ImportDto['source'] = 'whatsapp',
) =>
  owner.call<{ import: ImportDto }>('/api/imports', {
    method: 'POST',
    json: { userId: other.id, source, messageCount },
  });

export const addMessages = (owner: Person, id: string, messages: ImportedMessageInput[]) =>
  owner.call<{ import: ImportDto }>(`/api/imports/${id}/messages`, {
    method: 'PUT',
    json: { messages },
  });

export async function addPicture(owner: Person, id: string, ordinal: number) {
  const { bytes } = await newPicture('old.png', 40 + ordinal);
  const body = new FormData();
  body.set('image', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'old.png');
  return owner.call(`/api/imports/${id}/pictures/${ordinal}`, { method: 'PUT', body });
}

export const proposeImport = (owner: Person, id: string) =>
  owner.call<{ import: ImportDto }>(`/api/imports/${id}/proposal`, { method: 'PUT' });

export const acceptImport = (person: Person, id: string) =>
  person.call<{ import: ImportDto }>(`/api/imports/${id}/acceptance`, { method: 'PUT' });

export const removeImport = (person: Person, id: string) =>
  person.call<{ import: ImportDto | null }>(`/api/imports/${id}`, { method: 'DELETE' });

export async function findImport(person: Person, other: Person): Promise<ImportDto | null> {
  const answer = await person.call<{ import: ImportDto | null }>(`/api/imports?userId=${other.id}`);
  return expectSuccess(answer).import;
}

/** Hands in a history and asks the other; answers its id. */
export async function propose(
  owner: Person,
  other: Person,
  messages: ImportedMessageInput[],
  pictures: readonly number[] = [],
): Promise<string> {
  const { _id } = expectSuccess(await beginImport(owner, other, messages.length)).import;
  for (let at = 0; at < messages.length; at += 200) {
    expectSuccess(await addMessages(owner, _id, messages.slice(at, at + 200)));
  }
  for (const ordinal of pictures) expectSuccess(await addPicture(owner, _id, ordinal));
  expectSuccess(await proposeImport(owner, _id));
  return _id;
}

/** All that a reader can scroll back to, oldest first. */
export async function scrollBack(reader: Person, other: Person): Promise<MessageDto[]> {
  const messages: MessageDto[] = [];
  let query = 'peek=1&limit=100';
  for (;;) {
    const page = await reader.history(other, query);
    messages.unshift(...page.messages);
    if (!page.hasBefore) return messages;
    query = `before=${messages[0]?.seq}&limit=100`;
  }
}
