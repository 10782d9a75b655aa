import { randomUUID } from 'node:crypto';
import type { OwnUserDto } from '@/lib/shared/dto';
import { expectSuccess, PASSWORD, Person, request } from '../support/person';
import type { Cast } from './check';

/** Enough that every check has a conversation of its own. */
const PEOPLE_COUNT = 9;

export interface CastOptions {
  url: string;
  /** The token of an invitation link, where the server takes nobody without one. */
  invitation?: string | undefined;
}

/** People with accounts on the server, all of whom can find one another; `leave` deletes them. */
export class Company implements Cast {
  readonly url: string;
  readonly #invitation: string | undefined;
  readonly #people: Person[] = [];
  readonly #extras: Person[] = [];
  readonly #met = new Set<string>();

  constructor({ url, invitation }: CastOptions) {
    this.url = url;
    this.#invitation = invitation;
  }

  async gather(): Promise<void> {
    const names = Array.from({ length: PEOPLE_COUNT }, (_, at) => `Checker ${at + 1}`);
    await Promise.all(
      names.map(async (name) => {
        this.#people.push(await this.#signUp(name));
      }),
    );
    // Where people are not listed, a whole e-mail address finds somebody.
    await Promise.all(
      this.#people.map(async (person) => {
        for (const { user } of this.#people) {
          if (user._id !== person.id) await person.people(`q=${encodeURIComponent(user.email)}`);
        }
      }),
    );
  }

  // Bound, as checks take apart what they are given.
  readonly anyone = (...others: Person[]): Person => {
    const person = this.#people.find((each) => !others.includes(each));
    if (!person) throw new Error('too few people');
    return person;
  };

  readonly pair = (): [Person, Person] => {
    const [first, second] = this.#strangers(2);
    if (!first || !second) throw new Error('too few people for another conversation');
    return [first, second];
  };

  readonly trio = (): [Person, Person, Person] => {
    const [first, second, third] = this.#strangers(3);
    if (!first || !second || !third) throw new Error('too few people for three strangers');
    return [first, second, third];
  };

  readonly newcomer = async (): Promise<Person> => {
    const person = await this.#signUp('Checker who leaves');
    this.#extras.push(person);
    return person;
  };

  /** Deletes the accounts that were made. */
  async leave(): Promise<void> {
    const json = { password: PASSWORD };
    await Promise.all(
      [...this.#people, ...this.#extras].map((person) =>
        person.call('/api/auth/account', { method: 'DELETE', json }),
      ),
    );
  }

  /** The first so many of whom no two were handed out together before. */
  #strangers(count: number): Person[] {
    const chosen = this.#choose(count, 0, []);
    for (const [at, person] of chosen.entries()) {
      for (const other of chosen.slice(at + 1)) this.#met.add(keyOf(person, other));
    }
    return chosen;
  }

  #choose(count: number, from: number, chosen: Person[]): Person[] {
    if (chosen.length === count) return chosen;
    for (const [at, person] of this.#people.entries()) {
      if (at < from || chosen.some((other) => this.#met.has(keyOf(other, person)))) continue;
      const found = this.#choose(count, at + 1, [...chosen, person]);
      if (found.length > 0) return found;
    }
    return [];
  }

  async #signUp(fullName: string): Promise<Person> {
    const answer = await request<{ user: OwnUserDto; token: string }>(
      `${this.url}/api/auth/signup`,
      {
        method: 'POST',
        json: {
          fullName,
          email: `checker-${randomUUID()}@example.org`,
          password: PASSWORD,
          ...(this.#invitation !== undefined && { invitation: this.#invitation }),
        },
      },
    );
    return new Person(this.url, expectSuccess(answer));
  }
}

const keyOf = (one: Person, other: Person): string => [one.id, other.id].sort().join(' ');
