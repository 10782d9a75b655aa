import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { expectSuccess, newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, startServer } from '../support/server';

/** The files below a folder that hold a text, as UTF-8 or UTF-16. */
function filesHolding(dir: string, text: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    const isIn = (['utf8', 'utf16le'] as const).some((encoding) =>
      bytes.includes(Buffer.from(text, encoding)),
    );
    return isIn ? [path.relative(dir, file)] : [];
  });
}

test('of what was deleted for everyone, or replaced by an edit, no file holds a byte after the next start', async () => {
  const dataDir = makeDataDir();
  let server = await startServer({ dataDir });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const secret = () => `secret${randomUUID().replaceAll('-', '')}`;
  const [taken, before, kept] = [secret(), secret(), secret()];
  const sent = await ada.send(bob, `what ${taken} was`);
  const edited = await ada.send(bob, `from ${before}`);
  await bob.call(`/api/messages/send/${ada.id}`, {
    method: 'POST',
    json: { text: 'this one', replyTo: sent._id },
  });
  await sendPicture(ada, bob);
  const picture = (await ada.history(bob)).messages.at(-1) as MessageDto;
  // Enough around it that its pages are shared with messages that stay.
  for (let index = 0; index < 50; index++) await bob.send(ada, `${kept} ${index}`);
  const uploads = () => readdirSync(path.join(dataDir, 'uploads'));
  expect(uploads()).toHaveLength(1);
  expect(filesHolding(dataDir, taken)).not.toEqual([]);

  for (const { _id } of [sent, picture]) {
    expectSuccess(await ada.call(`/api/messages/${_id}`, { method: 'DELETE' }));
  }
  await ada.call(`/api/messages/${edited._id}`, { method: 'PATCH', json: { text: 'to another' } });
  expect(uploads()).toEqual([]);
  expect(JSON.stringify(await bob.history(ada, 'peek=1&limit=100'))).not.toContain(taken);

  await server.stop();
  server = await startServer({ dataDir });
  for (const text of [taken, before]) expect(filesHolding(dataDir, text)).toEqual([]);
  expect(filesHolding(dataDir, kept)).toEqual(['database/data.mdb']);
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});
