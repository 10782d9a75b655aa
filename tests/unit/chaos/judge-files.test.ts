import { expect, test } from 'vitest';
import { countFindings, type FindingKind } from '../../chaos/findings';
import { type AskedFile, type FileAnswer, findOrphans, judgeFiles } from '../../chaos/judge-files';
import type { StoredMessage } from '../../chaos/truth';

const FILE = { url: '/api/uploads/message-a.bin', name: 'report.bin', bytes: 3 };
const SENT = { name: FILE.name, bytes: FILE.bytes, sha256: 'right' };

const message = (change: Partial<StoredMessage> = {}): StoredMessage => ({
  _id: 'id',
  conversationId: 'dm:a:b',
  seq: 1,
  senderId: 'a',
  receiverId: 'b',
  text: '',
  clientId: 'client',
  image: null,
  file: FILE,
  rev: 0,
  revs: [],
  editedAt: null,
  deletedAt: null,
  reactions: [],
  hiddenFor: [],
  replyToId: null,
  ...change,
});

const answer = (change: Partial<FileAnswer> = {}): FileAnswer => ({
  place: 'b',
  viewerId: 'b',
  status: 200,
  sha256: 'right',
  ...change,
});
const gone = answer({ status: 404, sha256: null });

function kindsOf(change: Partial<AskedFile>): FindingKind[] {
  const counts = countFindings(
    judgeFiles([{ message: message(), sent: SENT, answers: [answer()], ...change }]),
  );
  return (Object.keys(counts) as FindingKind[]).filter((kind) => counts[kind] > 0);
}

test('finds nothing where the two get what was sent, and others nothing', () => {
  const others = [404, 401].map((status) => answer({ viewerId: null, status, sha256: null }));
  expect(kindsOf({ answers: [answer({ viewerId: 'a' }), answer(), ...others] })).toEqual([]);
});

test('finds other bytes, a file that one of the two does not get, and one that is described otherwise', () => {
  expect(kindsOf({ answers: [answer({ sha256: 'wrong' })] })).toEqual(['file']);
  expect(kindsOf({ answers: [gone] })).toEqual(['file']);
  for (const sent of [
    { ...SENT, name: 'other.bin' },
    { ...SENT, bytes: 4 },
    { ...SENT, durationMs: 5, waveform: [1] },
  ]) {
    expect(kindsOf({ sent })).toEqual(['file']);
  }
  expect(kindsOf({ message: message({ file: null }) })).toEqual(['file']);
});

test('finds a file that a stranger gets, or somebody it is deleted for', () => {
  expect(kindsOf({ answers: [answer({ viewerId: null })] })).toEqual(['fileLeaked']);
  const deleted = message({ file: null, deletedAt: new Date() });
  expect(kindsOf({ message: deleted })).toEqual(['fileLeaked']);
  expect(kindsOf({ message: deleted, answers: [gone] })).toEqual([]);
  const hidden = message({ hiddenFor: ['b'] });
  expect(kindsOf({ message: hidden })).toEqual(['fileLeaked']);
  expect(kindsOf({ message: hidden, answers: [gone, answer({ viewerId: 'a' })] })).toEqual([]);
});

test('finds names on the disk that no message has', () => {
  const image = { url: '/api/uploads/picture.webp' };
  const names = ['message-a.bin', 'picture.webp', 'left.bin'];
  expect(findOrphans(names, [message(), message({ file: null, image })])).toEqual(['left.bin']);
});
