import { randomBytes, randomUUID } from 'node:crypto';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import { sendForm, WEBM } from '../support/files';
import { newPerson, PASSWORD, Person, request, type TestSocket } from '../support/person';
import { makeQuarters } from '../support/photos';
import type { PushService } from '../support/push-service';
import type { Random } from '../support/random';

const FILE_MAX_BYTES = 200_000;
const WAVEFORM = JSON.stringify(Array.from({ length: 64 }, (_, index) => index * 4));
const TUS = { 'tus-resumable': '1.0.0' };

/** What people did, by kind; what was refused although it should not have been. */
export interface Tally {
  acts: Map<string, number>;
  faults: string[];
}

interface Resident {
  person: Person;
  email: string;
}

interface TrafficOptions {
  url: string;
  random: Random;
  pushes: PushService;
}

/**
 * People of a server as they come and go: they sign in and out, look, write, send pictures, files and voice notes, change
 * and delete what they wrote, search, take their data along, begin uploads and leave, join and leave for good.
 */
export class Traffic {
  readonly tally: Tally = { acts: new Map(), faults: [] };
  readonly #options: TrafficOptions;
  readonly #residents: Resident[] = [];
  #picture: Buffer = Buffer.alloc(0);

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  /** So many people with an account. */
  async settle(count: number): Promise<void> {
    this.#picture = await makeQuarters({ width: 320, height: 200 });
    for (let index = 0; index < count; index++) await this.#join();
  }

  /** Devices that stay connected, doing nothing. */
  async keepConnected(count: number): Promise<TestSocket[]> {
    return Promise.all(this.#residents.slice(0, count).map(({ person }) => person.connect()));
  }

  /** Somebody's visit, from coming to going. What fails in it stands in the tally. */
  async visit(): Promise<void> {
    const { random } = this.#options;
    const [resident, other] = this.#pair();
    try {
      const person = random.chance(0.2) ? await this.#signIn(resident) : resident.person;
      const socket = random.chance(0.7) ? await person.connect() : null;
      socket?.emit('presence:watch', { userIds: [other.id] }, () => {});
      await person.people();
      await this.#look(person, other);
      const rounds = 1 + random.index(4);
      for (let round = 0; round < rounds; round++) await this.#act(person, other, socket);
      // Some close the lid; the rest go as one should.
      if (socket && random.chance(0.3)) socket.io.engine.close();
      else socket?.disconnect();
      if (person !== resident.person) await this.#succeed(person, 'logout', 'POST');
      if (random.chance(0.02)) await this.#replace(resident);
    } catch (error) {
      const here = this.#residents.map(({ person }) => person.id);
      // What is told to somebody who left for good in between is refused as it should be.
      if (!here.includes(resident.person.id) || !here.includes(other.id)) return;
      this.tally.faults.push(String(error));
    }
  }

  async #act(person: Person, other: Person, socket: TestSocket | null): Promise<void> {
    const { random } = this.#options;
    const chance = random.next();
    if (chance < 0.08) return this.#sendPicture(person, other);
    if (chance < 0.14) return this.#sendFile(person, other, 'file');
    if (chance < 0.17) return this.#sendFile(person, other, 'voice');
    if (chance < 0.2) return this.#beginUpload(person);
    if (chance < 0.24) return this.#look(person, other, '?at=2020-01-01T00:00:00.000Z');
    if (chance < 0.29) return this.#ask(person, 'search', '/api/search?q=harbour');
    if (chance < 0.31) return this.#ask(person, 'sessions', '/api/auth/sessions');
    if (chance < 0.33) return this.#open(person, other);
    if (chance < 0.335) return this.#takeAlong(person);
    if (chance < 0.36) return this.#failToSignIn();
    if (chance < 0.38) return this.#subscribe(person);
    await this.#write(person, other, socket);
  }

  /** A text, which some change, react to or delete; the other has looked by then, or not. */
  async #write(person: Person, other: Person, socket: TestSocket | null): Promise<void> {
    const { random } = this.#options;
    const text = `the harbour at ${random.index(1_000_000)}, ${'and so on '.repeat(random.index(12))}`;
    const message = socket
      ? await sendBySocket(socket, other, text)
      : await person.send(other, text);
    this.#count(socket ? 'text by socket' : 'text by HTTP');
    socket?.emit('typing', { to: other.id, typing: true });
    const path = `/api/messages/${message._id}`;
    if (random.chance(0.5)) await this.#succeed(other, 'seen', 'PUT', `${path}/seen`);
    if (random.chance(0.1)) {
      await this.#succeed(person, 'edit', 'PATCH', path, { text: `${text} (as it was)` });
    }
    if (random.chance(0.15)) {
      await this.#succeed(other, 'reaction', 'PUT', `${path}/reaction`, { emoji: '👍' });
    }
    if (random.chance(0.1)) await this.#succeed(person, 'deletion', 'DELETE', path);
  }

  async #sendPicture(person: Person, other: Person): Promise<void> {
    const form = new FormData();
    form.set('image', new Blob([new Uint8Array(this.#picture)]), 'a.png');
    const answer = await person.call<{ newMessage: MessageDto }>(`/api/messages/send/${other.id}`, {
      method: 'POST',
      body: form,
    });
    await this.#maybeDelete(person, answer, 'picture');
  }

  async #sendFile(person: Person, other: Person, field: 'file' | 'voice'): Promise<void> {
    const { random } = this.#options;
    const file =
      field === 'voice'
        ? { field, bytes: WEBM, name: 'voice.webm', type: 'audio/webm' }
        : { field, bytes: randomBytes(1 + random.index(FILE_MAX_BYTES)) };
    const fields = field === 'voice' ? { durationMs: '1200', waveform: WAVEFORM } : {};
    await this.#maybeDelete(person, await sendForm(person, other, file, fields), field);
  }

  async #maybeDelete(
    person: Person,
    answer: Awaited<ReturnType<typeof sendForm>>,
    kind: string,
  ): Promise<void> {
    this.#count(kind);
    if (!answer.body.success) throw new Error(`${kind}: ${answer.status} ${answer.body.code}`);
    if (!this.#options.random.chance(0.2)) return;
    await this.#succeed(
      person,
      'deletion',
      'DELETE',
      `/api/messages/${answer.body.newMessage._id}`,
    );
  }

  /** The first part of a large file, of which nothing more will come. */
  async #beginUpload(person: Person): Promise<void> {
    const authorization = `Bearer ${person.token}`;
    const created = await fetch(`${person.url}/api/uploads/resumable`, {
      method: 'POST',
      headers: { authorization, ...TUS, 'upload-length': '1000000' },
    });
    const location = created.headers.get('location');
    if (location === null) throw new Error(`upload: ${created.status}`);
    await fetch(new URL(location, person.url), {
      method: 'PATCH',
      headers: {
        authorization,
        ...TUS,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: randomBytes(100_000),
    });
    this.#count('upload begun');
  }

  async #look(person: Person, other: Person, query = ''): Promise<void> {
    await this.#ask(person, 'opened', `/api/messages/${other.id}${query}`);
  }

  /** The page, as a browser asks for it. */
  async #open(person: Person, other: Person): Promise<void> {
    const page = await fetch(`${person.url}/chat/${other.id}`, {
      headers: { cookie: `authjs.session-token=${person.token}` },
    });
    await page.arrayBuffer();
    if (page.status !== 200) throw new Error(`page: ${page.status}`);
    this.#count('page');
  }

  async #takeAlong(person: Person): Promise<void> {
    const answer = await fetch(`${person.url}/api/auth/export`, {
      headers: { authorization: `Bearer ${person.token}` },
    });
    // Ended where the clock leaps past its lease, as after a suspend.
    await answer.arrayBuffer().catch(() => {});
    // One at a time for a person: another visit of theirs may be at it.
    if (![200, 409, 429].includes(answer.status)) throw new Error(`export: ${answer.status}`);
    this.#count('export');
  }

  async #failToSignIn(): Promise<void> {
    const answer = await request(`${this.#options.url}/api/auth/login`, {
      method: 'POST',
      json: { email: `nobody-${randomUUID()}@example.org`, password: PASSWORD },
    });
    if (![401, 429].includes(answer.status)) throw new Error(`wrong name: ${answer.status}`);
    this.#count('wrong name');
  }

  async #subscribe(person: Person): Promise<void> {
    const json = this.#options.pushes.subscriber(randomUUID()).toJSON();
    await this.#succeed(person, 'subscription', 'POST', '/api/push/subscriptions', json);
  }

  async #signIn({ email }: Resident): Promise<Person> {
    const answer = await request<{ user: OwnUserDto; token: string }>(
      `${this.#options.url}/api/auth/login`,
      { method: 'POST', json: { email, password: PASSWORD } },
    );
    if (!answer.body.success) throw new Error(`sign-in: ${answer.status} ${answer.body.code}`);
    this.#count('sign-in');
    return new Person(this.#options.url, answer.body);
  }

  async #join(): Promise<void> {
    const email = `week-${randomUUID()}@example.org`;
    const person = await newPerson(this.#options.url, { email });
    const form = new FormData();
    form.set('profilePic', new Blob([new Uint8Array(this.#picture)]), 'a.png');
    await person.call('/api/auth/update-profile', { method: 'PUT', body: form });
    this.#residents.push({ person, email });
    this.#count('account');
  }

  /** Somebody leaves for good and somebody else comes. */
  async #replace(resident: Resident): Promise<void> {
    const index = this.#residents.indexOf(resident);
    if (index < 0) return;
    this.#residents.splice(index, 1);
    await this.#succeed(resident.person, 'leaving', 'DELETE', '/api/auth/account', {
      password: PASSWORD,
    });
    await this.#join();
  }

  async #ask(person: Person, kind: string, path: string): Promise<void> {
    await this.#succeed(person, kind, 'GET', path);
  }

  /** A call that is never refused. */
  async #succeed(
    person: Person,
    kind: string,
    method: string,
    path = `/api/auth/${kind}`,
    json?: unknown,
  ): Promise<void> {
    const answer = await person.call(path, { method, ...(json !== undefined && { json }) });
    this.#count(kind);
    if (!answer.body.success) throw new Error(`${kind}: ${answer.status} ${answer.body.code}`);
  }

  #pair(): [Resident, Person] {
    const { random } = this.#options;
    const resident = random.pick(this.#residents);
    const others = this.#residents.filter((other) => other !== resident);
    return [resident, random.pick(others).person];
  }

  #count(kind: string): void {
    this.tally.acts.set(kind, (this.tally.acts.get(kind) ?? 0) + 1);
  }
}

async function sendBySocket(socket: TestSocket, to: Person, text: string): Promise<MessageDto> {
  const answer = await socket
    .timeout(30_000)
    .emitWithAck('message:send', { to: to.id, text, clientId: randomUUID() });
  if (!answer.success) throw new Error(`by socket: ${answer.code}`);
  return answer.newMessage;
}
