import { expect, test } from 'vitest';
import { folder, PNG, readOne, texts } from './support/history';

/** What one message of Android becomes, beside these files. */
async function android(body: string, files: Record<string, string | Uint8Array<ArrayBuffer>> = {}) {
  const text = `27.12.21, 18:50 - Bob: before\n27.12.21, 18:51 - Ada: ${body}`;
  const history = await readOne(folder({ 'WhatsApp Chat with Ada.txt': text, ...files }));
  const [, ...others] = history.messages;
  return { history, messages: others, first: others[0] };
}

/** The same of iOS. */
async function ios(body: string, files: Record<string, string | Uint8Array<ArrayBuffer>> = {}) {
  const text = `[27.12.21, 18:50:00] Bob: before\n[27.12.21, 18:51:00] Ada: ${body}`;
  const history = await readOne(folder({ '_chat.txt': text, ...files }));
  const [, ...others] = history.messages;
  return { history, messages: others, first: others[0] };
}

test.each([
  ['IMG-20211227-WA0001.jpg (file attached)'],
  ['\u200eIMG-20211227-WA0001.jpg (Datei angehängt)'],
  ['IMG-20211227-WA0001.jpg (ファイル添付)'],
  ['\u200fIMG-20211227-WA0001.jpg (الملف مرفق)'],
  ['\u200eIMG-20211227-WA0001.jpg கோப்பு இணைக்கப்பட்டது'],
  ['فایل پیوست شد IMG-20211227-WA0001.jpg'],
])('the picture of %j is found', async (body) => {
  const { first } = await android(body, { 'IMG-20211227-WA0001.jpg': PNG });
  expect(first).toMatchObject({ text: '', picture: { path: 'IMG-20211227-WA0001.jpg' } });
});

test('a caption is on the line below the picture', async () => {
  const { first } = await android('IMG-20211227-WA0001.jpg (file attached)\nlook\nhere', {
    'IMG-20211227-WA0001.jpg': PNG,
  });
  expect(first).toMatchObject({ text: 'look\nhere', picture: { path: 'IMG-20211227-WA0001.jpg' } });
});

test.each([
  ['\u200e<attached: 00000012-PHOTO-2021-12-27-18-51-00.jpg>', ''],
  ['\u200e<Anhang: 00000012-PHOTO-2021-12-27-18-51-00.jpg>', ''],
  ['\u200e<pièce jointe : 00000012-PHOTO-2021-12-27-18-51-00.jpg>', ''],
  ['\u200e<附件：00000012-PHOTO-2021-12-27-18-51-00.jpg>', ''],
  ['look here \u200e<attached: 00000012-PHOTO-2021-12-27-18-51-00.jpg>', 'look here'],
  ['a <b: c> \u200e<attached: 00000012-PHOTO-2021-12-27-18-51-00.jpg>', 'a <b: c>'],
])('the picture of %j is found', async (body, text) => {
  const name = '00000012-PHOTO-2021-12-27-18-51-00.jpg';
  const { first } = await ios(body, { [name]: PNG });
  expect(first).toMatchObject({ text, picture: { path: name } });
});

test('what cannot be kept is a line with its name', async () => {
  const files = {
    'PTT-20211227-WA0002.opus': 'x',
    'VID-20211227-WA0003.mp4': 'x',
    'report.pdf': 'x',
  };
  expect((await android('PTT-20211227-WA0002.opus (file attached)', files)).first?.text).toBe(
    '🎤 PTT-20211227-WA0002.opus',
  );
  expect((await android('VID-20211227-WA0003.mp4 (file attached)', files)).first?.text).toBe(
    '🎬 VID-20211227-WA0003.mp4',
  );
  expect((await android('report.pdf (file attached)\nread it', files)).first?.text).toBe(
    '📎 report.pdf\nread it',
  );
});

test('a document of iOS is named once, without its number', async () => {
  const { first } = await ios('report.pdf • \u200e2 pages \u200e<attached: 00000004-report.pdf>', {
    '00000004-report.pdf': 'x',
  });
  expect(first?.text).toBe('📎 report.pdf');
});

test('a picture that is not in the export is named', async () => {
  const { first } = await android('IMG-20211227-WA0001.jpg (file attached)');
  expect(first).toMatchObject({ text: '🖼 IMG-20211227-WA0001.jpg', picture: null });
});

test('words in brackets behind a name that is no file are somebody’s words', async () => {
  expect((await android('notes.md (my own)')).first?.text).toBe('notes.md (my own)');
});

test('a document that ends with a bare dot is what its first bytes say', async () => {
  const files = { 'DOC-20211227-WA0004.': PNG, 'DOC-20211227-WA0005.': 'text' };
  expect((await android('DOC-20211227-WA0004. (file attached)', files)).first?.picture?.path).toBe(
    'DOC-20211227-WA0004.',
  );
  expect((await android('DOC-20211227-WA0005. (file attached)', files)).first?.text).toBe(
    '📎 DOC-20211227-WA0005.',
  );
});

test('a name is found in whichever way its letters are spelt', async () => {
  const { first } = await android('caf\u00e9.jpg (file attached)', { 'cafe\u0301.jpg': PNG });
  expect(first?.picture?.path).toBe('cafe\u0301.jpg');
});

test.each([
  '<Media omitted>',
  '<Medien ausgeschlossen>',
  '<Multimedia omitido>',
  '<Mídia omitida>',
  '<Fichier multimédia exclu>',
  '<Без медиафайлов>',
  '<تم استبعاد الوسائط>',
])('%s leaves a sign where the media was', async (body) => {
  expect((await android(body)).first?.text).toBe('📎');
});

test.each([
  'image omitted',
  'GIF omitted',
  'Contact card omitted',
  'Bild weggelassen',
  'görüntü dahil edilmedi',
])('%s of iOS leaves a sign where the media was', async (words) => {
  expect((await ios(`\u200e${words}`)).first?.text).toBe('📎');
  expect((await ios(`look here \u200e${words}`)).first?.text).toBe('📎\nlook here');
});

test('words that are only written like an omission stay', async () => {
  expect((await android('<br>')).first?.text).toBe('<br>');
  expect((await ios('the image omitted the sky')).first?.text).toBe('the image omitted the sky');
});

test.each([
  'word <This message was edited>',
  'word \u200e<This message was edited>\u200e',
  'word <\u200eDiese Nachricht wurde bearbeitet.>',
  'word <Se editó este mensaje.>',
  'word <Ce message a été modifié>',
  'word <Mensagem editada>',
  'word <Questo messaggio è stato modificato>',
  'word <Dit bericht is bewerkt>',
  'word \u200e<Në gjuhë tjetër>',
])('%j is the word alone', async (body) => {
  expect((await android(body)).first?.text).toBe('word');
});

test('what somebody put into angles is not taken for a mark', async () => {
  expect((await android('press <the red button>')).first?.text).toBe('press <the red button>');
});

test.each([
  'This message was deleted',
  'You deleted this message.',
  'Diese Nachricht wurde gelöscht.',
  'Se eliminó este mensaje',
  'Mensagem apagada',
  'تم حذف هذه الرسالة',
  '此訊息已刪除',
])('%s is counted, not brought', async (body) => {
  const { messages, history } = await android(body);
  expect(messages).toEqual([]);
  expect(history.leftOut.deleted).toBe(1);
  expect((await ios(`\u200e${body}`)).history.leftOut.deleted).toBe(1);
});

test('iOS marks its notices, whatever their words and whoever they are ascribed to', async () => {
  const { messages, history } = await ios(
    '\u200eMessages and calls are end-to-end encrypted. Only people in this chat can read them.',
  );
  expect(messages).toEqual([]);
  expect(history.leftOut.system).toBe(1);
  expect((await ios('\u200eMissed voice call')).messages).toEqual([]);
  expect((await ios('\u200eVoice call, \u200e28 min')).messages).toEqual([]);
});

test('words such as “added” and “left” make no notice', async () => {
  expect((await ios('I added salt and left')).first?.text).toBe('I added salt and left');
});

test('a poll is kept as its text', async () => {
  const { first } = await ios(
    '\u200ePOLL:\nWhere?\n\u200eOPTION: Rome (\u200e1 vote)\n\u200eOPTION: Oslo (\u200e0 votes)',
  );
  expect(first?.text).toBe('POLL:\nWhere?\nOPTION: Rome (1 vote)\nOPTION: Oslo (0 votes)');
});

test('a place is kept as its link', async () => {
  const link = 'https://maps.google.com/?q=1,2';
  expect((await ios(`\u200eLocation: ${link}`)).first?.text).toBe(`Location: ${link}`);
  expect((await android(`location: ${link}`)).first?.text).toBe(`location: ${link}`);
});

test('a mention keeps the name and loses its marks; emoji stay whole', async () => {
  const family = '👩\u200d👩\u200d👧';
  const { first } = await android(`hi @\u2068Ada Lovelace\u2069 ${family}`);
  expect(first?.text).toBe(`hi @Ada Lovelace ${family}`);
});

test('what the export leaves empty is counted', async () => {
  const { messages, history } = await android('null');
  expect(messages).toEqual([]);
  expect(history.leftOut.system).toBe(1);
  expect((await android('')).history.leftOut.system).toBe(1);
});

test('a long message becomes several, and nothing of it is lost', async () => {
  const long = Array.from({ length: 1_500 }, (_, index) => `word${index}`).join(' ');
  const { history } = await android(long);
  const [, ...pieces] = texts(history);
  expect(pieces.length).toBeGreaterThan(2);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(4_000);
  expect(pieces.join('') === long).toBe(true);
});
