import type { Person } from '../support/person';

/** What a check is given: people who may not have written to each other yet. */
export interface Cast {
  url: string;
  /** Somebody other than these, who may have conversations. */
  anyone(...others: Person[]): Person;
  /** Two people without a conversation. */
  pair(): [Person, Person];
  /** Three people, of whom no two have a conversation. */
  trio(): [Person, Person, Person];
  /** Somebody whose account the check may spoil. */
  newcomer(): Promise<Person>;
}

/** One rule of the protocol, tried against a running server. */
export interface Check {
  /** What holds, in a sentence. */
  title: string;
  /** Throws when it does not hold. */
  run(cast: Cast): Promise<void>;
}
