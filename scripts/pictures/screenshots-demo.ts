import sharp from 'sharp';
import { io, type Socket } from 'socket.io-client';
import type { OwnUserDto } from '@/lib/shared/dto';
import type { Envelope } from '@/lib/shared/errors';
import { apiUrls } from '@/lib/shared/urls';

export const DEMO_PASSWORD = 'a quiet harbour 7';

interface DemoPerson {
  user: OwnUserDto;
  token: string;
}

const PEOPLE = [
  { fullName: 'Mara Lindqvist', bio: 'Product designer in Malmö. Trains, tea and typefaces.' },
  { fullName: 'Jonas Weber', bio: 'Prints posters, bakes bread, answers on the train.' },
  { fullName: 'Aiko Tanaka', bio: 'Photographer. Mostly light, sometimes people.' },
  { fullName: 'سميرة حداد', bio: 'مهندسة معمارية' },
  { fullName: 'Tomás Oliveira', bio: 'Surf, code, repeat.' },
  { fullName: 'Dr. Priya Ramanathan', bio: 'Cardiologist. Slow to answer, quick to care.' },
  { fullName: 'Léa Moreau', bio: 'The bookshop on the corner.' },
  { fullName: 'Noah Okafor', bio: 'Runs long, talks short.' },
  { fullName: 'Ingrid Solberg', bio: '' },
  { fullName: 'Zofia Kowalczyk', bio: 'Cello.' },
];

async function call<T>(url: string, init: RequestInit, token?: string): Promise<T> {
  const response = await fetch(url, {
    ...init,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(typeof init.body === 'string' && { 'content-type': 'application/json' }),
    },
  });
  const answer = (await response.json()) as Envelope<T>;
  if (!answer.success) throw new Error(`${url}: ${answer.code} ${answer.message}`);
  return answer;
}

/** A landscape of four colours, so that no picture has to be kept in the repository. */
export function landscape([sky, horizon, hills]: readonly [
  string,
  string,
  string,
]): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900">
    <linearGradient id="g" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="${horizon}"/></linearGradient>
    <rect width="1200" height="900" fill="url(#g)"/><circle cx="860" cy="320" r="96" fill="#fff" opacity=".85"/>
    <path d="M0 700 280 440 500 640 780 380 1200 700v200H0Z" fill="${hills}"/>
    <path d="M0 810 360 640 640 780 930 610 1200 780v120H0Z" fill="#101c2b" opacity=".8"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}

function portrait(background: string, skin: string, clothes: string): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="${background}"/>
    <circle cx="256" cy="208" r="104" fill="${skin}"/><path d="M56 512a200 200 0 0 1 400 0Z" fill="${clothes}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

interface Sent {
  newMessage: { _id: string };
}

/** Pictures that are sent together. */
const ALBUM = [
  ['#8fb8de', '#f6c28b', '#31516b'],
  ['#f7d794', '#e77f67', '#574b90'],
  ['#c8d6e5', '#54a0ff', '#1b3a4b'],
  ['#ffeaa7', '#81ecec', '#006266'],
  ['#dfe6e9', '#b2bec3', '#2d3436'],
  ['#fab1a0', '#fd79a8', '#4b1248'],
] as const;

const asFile = (bytes: Buffer, type: string) => new Blob([new Uint8Array(bytes)], { type });

async function signUp(url: string, index: number): Promise<DemoPerson> {
  const person = PEOPLE[index];
  const email = index === 0 ? 'mara@example.org' : `person-${index}@example.org`;
  const body = JSON.stringify({ ...person, email, password: DEMO_PASSWORD });
  return call<DemoPerson>(url + apiUrls.signUp, { method: 'POST', body });
}

async function setPicture(url: string, person: DemoPerson, picture: Buffer): Promise<void> {
  const form = new FormData();
  form.set('profilePic', asFile(picture, 'image/png'), 'portrait.png');
  await call(url + apiUrls.profile, { method: 'PUT', body: form }, person.token);
}

export interface Demo {
  people: DemoPerson[];
  say(from: number, to: number, text: string, replyTo?: string): Promise<string>;
  /** Own messages of the first person to that one: seen, delivered and sent. */
  leaveMarks(index: number): Promise<void>;
  /** The person at that place is online until `close`. */
  connect(index: number): Promise<Socket>;
  close(): void;
}

/** People with pictures, and conversations between them, made the way any client makes them. */
export async function seedDemo(url: string): Promise<Demo> {
  const people: DemoPerson[] = [];
  for (const index of PEOPLE.keys()) people.push(await signUp(url, index));
  const at = (index: number): DemoPerson => {
    const person = people[index];
    if (!person) throw new Error(`there is no person ${index}`);
    return person;
  };
  const sockets: Socket[] = [];

  const say = async (from: number, to: number, text: string, replyTo?: string) => {
    const body = JSON.stringify({ text, replyTo });
    const path = url + apiUrls.send(at(to).user._id);
    const answer = await call<Sent>(path, { method: 'POST', body }, at(from).token);
    return answer.newMessage._id;
  };
  const react = async (who: number, messageId: string, emoji: string) => {
    const body = JSON.stringify({ emoji });
    await call(url + apiUrls.reaction(messageId), { method: 'PUT', body }, at(who).token);
  };
  const edit = async (who: number, messageId: string, text: string) => {
    const body = JSON.stringify({ text });
    await call(url + apiUrls.message(messageId), { method: 'PATCH', body }, at(who).token);
  };
  const show = async (from: number, to: number, picture: Buffer, text: string) => {
    const form = new FormData();
    form.set('text', text);
    form.set('image', asFile(picture, 'image/jpeg'), 'photo.jpg');
    const path = url + apiUrls.send(at(to).user._id);
    const answer = await call<Sent>(path, { method: 'POST', body: form }, at(from).token);
    return answer.newMessage._id;
  };

  await setPicture(url, at(0), await portrait('#f2c6a0', '#8a4b2a', '#2f5d62'));
  await setPicture(url, at(2), await portrait('#cfe3f5', '#e0ac82', '#34435e'));
  await setPicture(url, at(7), await portrait('#d9e8cf', '#5b3a29', '#b4532a'));

  await say(0, 0, 'Proofs: 120 g offset, the left one. Ask for a matt varnish.');
  await say(0, 0, 'https://example.org/ferry-times');
  await say(0, 0, 'Coat for Thursday, small hall');
  await say(9, 0, 'Thursday, the small hall. Bring a coat.');
  await say(0, 4, 'Waves look good on Saturday');
  await say(3, 0, 'أرسلت لك المخططات الجديدة');
  await say(0, 3, 'Thank you, شكرًا');
  await say(3, 0, 'الملف كامل هنا: https://example.org/plans');
  await say(0, 3, 'See you at the site visit يوم الخميس');
  await say(5, 0, 'Your results are fine. Nothing to worry about.');
  await show(2, 0, await landscape(['#ffd6a5', '#e76f51', '#6d2e46']), '');
  await say(2, 0, 'The contact sheets are ready when you are. Pick three.');
  for (const [at, colours] of ALBUM.entries()) {
    await show(2, 0, await landscape(colours), at === 0 ? 'From the pier, before the rain' : '');
  }
  await say(0, 2, 'The second one, without a doubt.');
  for (const colours of ALBUM.slice(1, 4)) await show(0, 2, await landscape(colours), '');
  await say(6, 0, 'The novel you ordered has arrived 📚');
  await say(0, 1, 'Morning! The print proofs came back, and the blue is finally right.');
  await say(0, 1, 'Two of them hang on the wall now, so we can look at them in daylight.');
  await say(1, 0, 'That was quick. Can you send me a photo? I am on the train until four.');
  const proof = await show(
    0,
    1,
    await landscape(['#f6b48f', '#7b6cf6', '#27406b']),
    'The left one is the new paper',
  );
  await react(1, proof, '😍');
  const notes = 'Notes on it: https://example.org/papers/offset-120g, the *second* table.';
  await edit(1, await say(1, 0, 'Notes on it, second table.', proof), notes);
  await say(0, 1, 'Perfect, thank you. Six o’clock at the workshop, then?');
  await say(7, 0, 'Ten kilometres at seven?');
  await say(7, 0, 'Slow ones. Promise.');

  const connect = async (index: number) => {
    const { token } = at(index);
    const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true });
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    sockets.push(socket);
    return socket;
  };
  const leaveMarks = async (index: number) => {
    const socket = await connect(index);
    const history = apiUrls.messages(at(0).user._id);
    const read = () =>
      call<{ messages: { _id: string }[] }>(`${url}${history}?peek=1`, {}, at(index).token);
    await say(0, index, 'Slow ones it is. The old harbour?');
    await call(url + history, {}, at(index).token);
    await say(0, index, 'I will bring water.');
    const messageId = (await read()).messages.at(-1)?._id;
    await socket.emitWithAck('message:delivered', { messageId });
    await say(0, index, 'And bananas.');
  };

  return {
    people,
    say,
    connect,
    leaveMarks,
    close: () => {
      for (const socket of sockets) socket.disconnect();
    },
  };
}
