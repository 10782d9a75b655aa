import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIdbDraftImageStorage } from '@/lib/client/drafts/draft-image-storage';
import { DraftImages } from '@/lib/client/drafts/draft-images';

const urls = new Set<string>();
const stops: (() => void)[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  let count = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    count++;
    urls.add(`blob:${count}`);
    return `blob:${count}`;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
    expect(urls.delete(url), `${url} is let go of once`).toBe(true);
  });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  // Every preview that was made is let go of in the end.
  expect([...urls]).toEqual([]);
  vi.restoreAllMocks();
});

const picture = (name: string) => new File([name], name, { type: 'image/png' });

function openTab(ownerId = 'me') {
  const marks: string[] = [];
  const images = new DraftImages({
    ownerId,
    storage: createIdbDraftImageStorage(),
    onStored: (userId, hasAny) => marks.push(`${userId} ${hasAny ? 'some' : 'none'}`),
  });
  const stop = images.start();
  stops.push(stop);
  const names = (userId: string) => images.get(userId).map(({ file }) => file.name);
  return { images, names, marks };
}

it('keeps pictures over a reload, in the order of choosing', async () => {
  const before = openTab();
  before.images.add('ann', [picture('1.png'), picture('2.png')]);
  before.images.add('ann', [picture('3.png')]);
  expect(before.names('ann')).toEqual(['1.png', '2.png', '3.png']);
  const after = openTab();
  await expect.poll(() => after.names('ann')).toEqual(['1.png', '2.png', '3.png']);
  expect(await after.images.get('ann')[0]?.file.text()).toBe('1.png');
});

it('keeps them with their conversation and with the person who chose them', async () => {
  const mine = openTab();
  mine.images.add('ann', [picture('for ann.png')]);
  const other = openTab('somebody else');
  const again = openTab();
  await expect.poll(() => again.names('ann')).toEqual(['for ann.png']);
  expect(again.names('bob')).toEqual([]);
  expect(other.names('ann')).toEqual([]);
});

it('takes a picture out here and in the other tabs', async () => {
  const [one, two] = [openTab(), openTab()];
  expect(two.names('ann')).toEqual([]);
  one.images.add('ann', [picture('a.png'), picture('b.png')]);
  await expect.poll(() => two.names('ann')).toEqual(['a.png', 'b.png']);
  const [first] = two.images.get('ann');
  two.images.remove('ann', first?.id ?? '');
  expect(two.names('ann')).toEqual(['b.png']);
  two.images.remove('ann', two.images.get('ann')[0]?.id ?? '');
  await expect.poll(() => one.names('ann')).toEqual([]);
  expect(one.marks).toEqual(['ann some']);
  expect(two.marks).toEqual(['ann some', 'ann none']);
});

it('puts an edited picture where the one it was made of stood, in the other tabs as well', async () => {
  const [one, two] = [openTab(), openTab()];
  expect(two.names('ann')).toEqual([]);
  one.images.add('ann', [picture('a.png'), picture('b.png'), picture('c.png')]);
  await expect.poll(() => two.names('ann')).toEqual(['a.png', 'b.png', 'c.png']);
  one.images.replace('ann', one.images.get('ann')[1]?.id ?? '', picture('b.webp'));
  expect(one.names('ann')).toEqual(['a.png', 'b.webp', 'c.png']);
  await expect.poll(() => two.names('ann')).toEqual(['a.png', 'b.webp', 'c.png']);
  // Taken out in the other tab while it was edited here: it is not lost.
  two.images.remove('ann', two.images.get('ann')[0]?.id ?? '');
  await expect.poll(() => one.names('ann')).toEqual(['b.webp', 'c.png']);
  one.images.replace('ann', 'gone', picture('a.webp'));
  await expect.poll(() => two.names('ann')).toEqual(['b.webp', 'c.png', 'a.webp']);
});

it('keeps what a picture was made smaller of, until the picture is edited', async () => {
  const before = openTab();
  const small = picture('small.webp');
  const originals = new Map([[small, picture('original.heic')]]);
  before.images.add('ann', [small, picture('b.png')], { asFiles: new Set(), originals });
  const after = openTab();
  await expect.poll(() => after.names('ann')).toEqual(['small.webp', 'b.png']);
  const [first, second] = after.images.get('ann');
  expect(first?.original?.name).toBe('original.heic');
  expect(await first?.original?.text()).toBe('original.heic');
  expect(second?.original).toBeNull();
  after.images.replace('ann', first?.id ?? '', picture('edited.webp'));
  expect(after.images.get('ann')[0]?.original).toBeNull();
});

it('gives all away at once, but forgets them only when they are taken over', async () => {
  const tab = openTab();
  tab.images.add('ann', [picture('a.png')]);
  let finish = () => {};
  const takenOver = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const taken: string[] = [];
  tab.images.handOver('ann', (images) => {
    taken.push(...images.map(({ file }) => file.name));
    return takenOver;
  });
  expect(taken).toEqual(['a.png']);
  expect(tab.names('ann')).toEqual([]);
  const crashed = openTab();
  await expect.poll(() => crashed.names('ann')).toEqual(['a.png']);
  finish();
  await expect.poll(() => crashed.names('ann')).toEqual([]);
});

it('what is read late neither brings back what was taken out nor drops what was added', async () => {
  const before = openTab();
  before.images.add('ann', [picture('old.png')]);
  const tab = openTab();
  await expect.poll(() => tab.names('ann')).toEqual(['old.png']);
  // Each of these makes the tab read again, in the middle of its own changes.
  before.images.add('ann', [picture('other.png')]);
  tab.images.add('ann', [picture('new.png')]);
  tab.images.remove('ann', tab.images.get('ann')[0]?.id ?? '');
  const seen = new Set<string>();
  tab.images.subscribe(() => {
    for (const name of tab.names('ann')) seen.add(name);
  });
  await expect.poll(() => tab.names('ann').toSorted()).toEqual(['new.png', 'other.png']);
  expect(seen.has('old.png')).toBe(false);
});

it('where nothing can be stored, the tab remembers', async () => {
  const storage = createIdbDraftImageStorage();
  const images = new DraftImages({
    ownerId: 'me',
    storage: { ...storage, add: () => Promise.reject(new Error('full')) },
    onStored: () => undefined,
  });
  stops.push(images.start());
  images.add('ann', [picture('a.png')]);
  openTab().images.add('ann', [picture('from the other tab.png')]);
  await expect
    .poll(() => images.get('ann').map(({ file }) => file.name))
    .toEqual(['from the other tab.png', 'a.png']);
});
