import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetShares, readShare } from '@/lib/client/sharing/kept-shares';
import { SHARE_MAX_BYTES, type ShareNote } from '@/lib/shared/sharing/kept-share';
import { readBrought } from '@/lib/shared/sharing/share-address';
import { answerShare, isShare, removeOldShares } from '@/service-worker/shares';

const URL_OF_SHARE = 'https://parley.example/share';
const NOW = Date.UTC(2026, 10, 30);

/** As browsers have it, by name and address. */
class MemoryCaches {
  readonly held = new Map<string, Map<string, Response>>();
  isFull = false;

  keys = async () => [...this.held.keys()];
  has = async (name: string) => this.held.has(name);
  delete = async (name: string) => this.held.delete(name);
  open = async (name: string) => {
    const entries = this.held.get(name) ?? new Map<string, Response>();
    this.held.set(name, entries);
    return {
      match: async (path: string) => entries.get(path)?.clone(),
      put: async (path: string, response: Response) => {
        if (this.isFull) throw new DOMException('No room', 'QuotaExceededError');
        entries.set(path, response);
      },
    };
  };
}

let memory: MemoryCaches;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  memory = new MemoryCaches();
  vi.stubGlobal('caches', memory);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const png = (name: string, bytes = 4) =>
  new File([new Uint8Array(bytes)], name, { type: 'image/png' });

async function share(fields: Record<string, string>, ...files: File[]) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  for (const file of files) body.append('files', file);
  const answer = await answerShare(new Request(URL_OF_SHARE, { method: 'POST', body }));
  expect(answer.status).toBe(303);
  const { pathname, searchParams } = new URL(answer.headers.get('location') ?? '');
  expect(pathname).toBe('/chat');
  return readBrought(searchParams);
}

/** Of the one share that waits. */
async function keptNote(): Promise<ShareNote> {
  const [entries] = memory.held.values();
  return (await entries?.get('/share/note')?.json()) as ShareNote;
}

test('what is shared is kept whole, and found by the id that the address names', async () => {
  const { shareId, text } = await share(
    { title: 'A page', text: 'Look' },
    png('a.png'),
    png('b.png', 9),
  );
  expect(text).toBe('');
  const kept = await readShare(shareId ?? '');
  expect(kept?.text).toBe('A page\nLook');
  expect(kept?.files.map(({ name, type, size }) => [name, type, size])).toEqual([
    ['a.png', 'image/png', 4],
    ['b.png', 'image/png', 9],
  ]);
  expect(kept?.leftOut).toEqual([]);
  await forgetShares(shareId);
  expect(await readShare(shareId ?? '')).not.toBeNull();
  await forgetShares(null);
  expect(await readShare(shareId ?? '')).toBeNull();
  expect(memory.held.size).toBe(0);
});

test('only a form that is sent to the address is a share', () => {
  const url = new URL(URL_OF_SHARE);
  expect(isShare(url, new Request(url, { method: 'POST' }))).toBe(true);
  expect(isShare(url, new Request(url))).toBe(false);
  const other = new URL('/chat', url);
  expect(isShare(other, new Request(other, { method: 'POST' }))).toBe(false);
});

test('files of any kind are kept; too many and too much are left out by name', async () => {
  const huge = png('huge.png');
  Object.defineProperty(huge, 'size', { value: SHARE_MAX_BYTES });
  const body = new FormData();
  const files = [
    new File(['%PDF'], 'paper.pdf', { type: 'application/pdf' }),
    new File(['?'], 'unknown', { type: '' }),
    ...Array.from({ length: 20 }, (_, at) => png(`${at}.png`)),
  ];
  const request = new Request(URL_OF_SHARE, { method: 'POST', body });
  request.formData = async () =>
    ({ get: () => null, values: () => [...files, huge].values() }) as unknown as FormData;
  await answerShare(request);
  const note = await keptNote();
  expect(note.files).toHaveLength(20);
  expect(note.leftOut).toEqual([
    { name: '18.png', reason: 'too_many' },
    { name: '19.png', reason: 'too_many' },
    { name: 'huge.png', reason: 'too_many' },
  ]);
  expect(note.files[0]).toEqual({ name: 'paper.pdf', type: 'application/pdf' });
  files.splice(2);
  memory.held.clear();
  await answerShare(request);
  expect((await keptNote()).leftOut).toContainEqual({ name: 'huge.png', reason: 'too_large' });
});

test('where nothing more can be stored the text comes along, and nothing is left behind', async () => {
  memory.isFull = true;
  expect(await share({ text: 'words' }, png('a.png'))).toMatchObject({
    text: 'words',
    shareId: null,
    areFilesLost: true,
  });
  expect(memory.held.size).toBe(0);
});

test('an empty form leads to the chat, one that cannot be read says that it was lost', async () => {
  expect(await share({ text: ' \n' }, new File([], ''))).toMatchObject({ text: '', shareId: null });
  expect(memory.held.size).toBe(0);
  const answer = await answerShare(new Request(URL_OF_SHARE, { method: 'POST', body: 'no form' }));
  expect(answer.headers.get('location')).toBe('https://parley.example/chat?lost=text+files');
});

test('the newest three wait, for a day, and nothing else in the browser is touched', async () => {
  memory.held.set('parley-build:1', new Map());
  memory.held.set('parley-share:not-an-id', new Map());
  const ids: (string | null)[] = [];
  for (let at = 0; at < 4; at++) {
    vi.setSystemTime(NOW + at * 1_000);
    ids.push((await share({ text: `number ${at}` })).shareId);
  }
  const waiting = () => [...memory.held.keys()].filter((name) => name.startsWith('parley-share:'));
  expect(waiting().sort()).toEqual(ids.slice(1).map((id) => `parley-share:${id}`));
  vi.setSystemTime(NOW + 24 * 3_600_000 + 2_500);
  expect(await readShare(ids[2] ?? '')).toBeNull();
  await removeOldShares();
  expect(waiting()).toEqual([`parley-share:${ids[3]}`]);
  expect(memory.held.has('parley-build:1')).toBe(true);
});
