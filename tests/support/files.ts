import type { MessageDto } from '@/lib/shared/dto';
import type { Answer, Person } from './person';

/** Sends a file of any kind, or a voice note, as a form. */
export function sendForm(
  from: Person,
  to: Person,
  file: { field?: 'file' | 'voice'; bytes: Uint8Array; name?: string; type?: string },
  fields: Record<string, string> = {},
): Promise<Answer<{ newMessage: MessageDto }>> {
  const { field = 'file', bytes, name = 'notes.txt', type = 'text/plain' } = file;
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set(field, new File([new Uint8Array(bytes)], name, { type }));
  return from.call(`/api/messages/send/${to.id}`, { method: 'POST', body: form });
}

/** What an address answers somebody with. */
export function fetchAs(
  person: Person,
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(person.url + url, {
    method,
    headers: { authorization: `Bearer ${person.token}`, ...headers },
  });
}

/** The first bytes of what browsers record, and some more. */
export const WEBM = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(500, 7)]);
