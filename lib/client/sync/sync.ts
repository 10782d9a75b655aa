import type { Clock } from '@/lib/client/platform/clock';
import type { ChatEvent } from '@/lib/client/store/reducer';
import { isBehind } from '@/lib/client/store/revs';
import { type ChatState, lastSeqOf } from '@/lib/client/store/state';
import { unseenOf } from '@/lib/client/store/unseen';
import type { ApiClient } from '@/lib/client/transport/api-client';
import type { PeopleAnswer, PersonDto } from '@/lib/shared/dto';
import { PAGE_DEFAULT_COUNT, PAGE_MAX_COUNT } from '@/lib/shared/limits';

/**
 * With 100 rows each: 1,000 conversations with news. Beyond that the list is loaded again from its
 * start.
 */
const PEOPLE_MAX_PAGES = 10;
/** A conversation with more news, or changes, than this is loaded again from its newest page. */
const CATCH_UP_MAX_MESSAGES = 300;
/**
 * How long to wait for each attempt over connections that may be dead without knowing it. A browser
 * keeps up to six to one server, and abandoning a request closes the one it was sent over.
 */
const DISTRUSTFUL_PATIENCE_MS = [300, 300, 300, 400, 600, 1_000];

export interface SyncOptions {
  api: Pick<ApiClient, 'people' | 'messages' | 'changes'>;
  clock: Clock;
  getState(): ChatState;
  dispatch(event: ChatEvent): void;
  /** Conversations on the screen, which are always asked for. */
  openUserIds(): Iterable<string>;
  /** Whether the last run could reach the server. */
  onResult(error: unknown): void;
}

/**
 * The one way to catch up, whatever was missed and for however long: the rows of the people list,
 * newest first, down to one that has not moved since the last complete run, and those in which
 * something was changed or set up since, archived ones too; then, for each conversation held here that moved, the messages after
 * the last one held, and what was changed of the held ones. Work is bounded by pages, never by time.
 * Nothing of it marks a message as seen.
 */
export class Sync {
  readonly #options: SyncOptions;
  /**
   * How far each row was as of the last complete run: its `lastSeq` and `lastRev`. Events do not touch
   * it: a row brought up to date by an event says nothing about the rows below it.
   */
  #synced = new Map<string, string>();
  /** The latest moment the rows had told of by then, in the time of the server. */
  #newestMoment = '';
  /** Of the people known as of then, who signed up last: ids rise with time. */
  #newestId = '';
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
  #isDistrustful = false;
  #abandon = new AbortController();

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  /** Takes rows that came with the page, or by scrolling further, as caught up with. */
  noteRows(answer: PeopleAnswer): void {
    for (const person of answer.users) this.#synced.set(person._id, progressOf(person));
    this.#noteIds(answer.users.map((person) => person._id));
    this.#noteMoments(answer.users);
  }

  /**
   * Catches up. While a run is under way one more follows it, since what was just missed may be
   * missing from answers already on their way. Never rejects.
   */
  run(): Promise<void> {
    if (this.#running === null) this.#running = this.#repeat();
    else this.#isAskedAgain = true;
    return this.#running;
  }

  /**
   * The network has changed, or the machine has slept: current requests may never be answered. They
   * are abandoned and sent again, with short timeouts until one is answered.
   */
  assumeStale(): void {
    this.#isDistrustful = true;
    this.#isAskedAgain = this.#running !== null;
    this.#abandon.abort();
    this.#abandon = new AbortController();
  }

  async #repeat(): Promise<void> {
    let failure: unknown = null;
    do {
      this.#isAskedAgain = false;
      failure = await this.#runOnce().then(
        () => null,
        (error: unknown) => error,
      );
    } while (this.#isAskedAgain);
    this.#running = null;
    this.#options.onResult(failure);
  }

  async #read<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    for (const patienceMs of this.#isDistrustful ? DISTRUSTFUL_PATIENCE_MS : []) {
      const attempt = new AbortController();
      const timer = clock.setTimeout(() => attempt.abort(), patienceMs);
      try {
        const answer = await ask(AbortSignal.any([attempt.signal, this.#abandon.signal]));
        this.#isDistrustful = false;
        return answer;
      } catch (error) {
        if (!attempt.signal.aborted) throw error;
      } finally {
        clock.clearTimeout(timer);
      }
    }
    this.#isDistrustful = false;
    return ask(this.#abandon.signal);
  }

  async #runOnce(): Promise<void> {
    await this.#catchUpPeople();
    const { getState, openUserIds } = this.#options;
    const open = new Set(openUserIds());
    for (const userId of open) await this.#catchUpConversation(userId);
    for (const userId of [...getState().conversations.keys()]) {
      if (!open.has(userId)) await this.#catchUpConversation(userId);
    }
  }

  async #catchUpPeople(): Promise<void> {
    const { api, dispatch, getState } = this.#options;
    const synced = new Map(this.#synced);
    const before = getState();
    // Seen on another device without a new message: such a row keeps its place, so it is asked for
    // by id.
    const unseen = new Set(before.listed.filter((userId) => unseenOf(before, userId) > 0));
    const answers: PeopleAnswer[] = [];
    let cursor: string | null = null;
    let isComplete = false;
    for (let page = 0; page < PEOPLE_MAX_PAGES && !isComplete; page++) {
      const query = { limit: PAGE_MAX_COUNT, ...(cursor === null ? {} : { cursor }) };
      const answer: PeopleAnswer = await this.#read((signal) => api.people(query, signal));
      answers.push(answer);
      cursor = answer.nextCursor;
      for (const person of answer.users) {
        unseen.delete(person._id);
        synced.set(person._id, progressOf(person));
        // The pinned ones stand on top, moved or not.
        if (person.settings.pinned) continue;
        const hasMoved = this.#synced.get(person._id) !== progressOf(person);
        if (!hasMoved || person.lastSeq === 0) isComplete = true;
      }
      if (unseen.size > 0) isComplete = false;
      if (cursor === null) isComplete = true;
    }
    const answer: PeopleAnswer = {
      users: answers.flatMap(({ users }) => users),
      unseenMessages: Object.assign({}, ...answers.map((each) => each.unseenMessages)),
      nextCursor: cursor,
    };
    // Before the first complete run the list shown may be an older one.
    const isWhole = cursor === null || before.listed.length === 0 || this.#synced.size === 0;
    // Rows below an incomplete run may be wrong in any way: they are loaded again when scrolled to.
    dispatch({ type: 'people-loaded', answer, place: isComplete && !isWhole ? 'first' : 'reset' });
    const isPart = isComplete && !isWhole;
    if (isPart) await this.#findJoined();
    const isLooking = (isPart || isWhole) && this.#holdsMoreThan(answer);
    const changed = isLooking ? await this.#findChanged(synced) : [];
    await this.#findArchived(synced);
    // They stand in no other list either, and are few.
    if (getState().me.requests) await this.#findRows({ requests: '1' }, synced);
    this.#noteIds(getState().people.keys());
    this.#noteMoments([...answer.users, ...changed]);
    this.#synced = isComplete
      ? synced
      : new Map(answer.users.map((person) => [person._id, progressOf(person)]));
  }

  /** Whether something is shown or held of somebody whose row is not among these. */
  #holdsMoreThan({ users }: PeopleAnswer): boolean {
    const { listed, conversations } = this.#options.getState();
    const told = new Set(users.map((person) => person._id));
    return [...listed, ...conversations.keys()].some((userId) => !told.has(userId));
  }

  /**
   * Old messages that were changed meanwhile leave the row where it is, maybe below those that such a
   * run comes to; so does what was set up on another device. Returns the rows.
   */
  async #findChanged(synced: Map<string, string>): Promise<PersonDto[]> {
    const moment = this.#newestMoment;
    if (!moment) return [];
    const changed = await this.#findRows({ changedAfter: moment }, synced);
    return [...changed, ...(await this.#findRows({ settingsAfter: moment }, synced))];
  }

  /** Archived conversations with news stand in no other list; the newest first, as there. */
  async #findArchived(synced: Map<string, string>): Promise<void> {
    const people = [...this.#options.getState().people.values()];
    if (!people.some(({ settings }) => settings?.archived)) return;
    const isKnown = (person: PersonDto) => this.#synced.get(person._id) === progressOf(person);
    await this.#findRows({ archived: '1' }, synced, isKnown);
  }

  /** Takes in the rows of a list, page by page, down to one that `isEnd` knows. Returns them. */
  async #findRows(
    list:
      | { changedAfter: string }
      | { settingsAfter: string }
      | { archived: '1' }
      | { requests: '1' },
    synced: Map<string, string>,
    isEnd: (person: PersonDto) => boolean = () => false,
  ): Promise<PersonDto[]> {
    const { api, dispatch } = this.#options;
    const found: PersonDto[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < PEOPLE_MAX_PAGES; page++) {
      const query = { ...list, limit: PAGE_MAX_COUNT, ...(cursor === null ? {} : { cursor }) };
      const answer: PeopleAnswer = await this.#read((signal) => api.people(query, signal));
      dispatch({ type: 'people-loaded', answer, place: 'found' });
      for (const person of answer.users) synced.set(person._id, progressOf(person));
      found.push(...answer.users);
      cursor = answer.nextCursor;
      if (cursor === null || answer.users.some(isEnd)) break;
    }
    return found;
  }

  /**
   * Who signed up meanwhile stands by name among the rows that such a run does not come to. With the
   * list loaded in part, the newest page is looked at: further back they are people not yet scrolled to.
   */
  async #findJoined(): Promise<void> {
    const { api, dispatch, getState } = this.#options;
    const { me, listed, peopleCursor } = getState();
    if (listed.length <= PAGE_MAX_COUNT) return;
    const joinedAfter = this.#newestId || me._id;
    let cursor: string | null = null;
    const maxPages = peopleCursor === null ? PEOPLE_MAX_PAGES : 1;
    for (let page = 0; page < maxPages; page++) {
      const query = { joinedAfter, limit: PAGE_MAX_COUNT, ...(cursor === null ? {} : { cursor }) };
      const answer: PeopleAnswer = await this.#read((signal) => api.people(query, signal));
      for (const person of answer.users) dispatch({ type: 'person-appeared', person });
      cursor = answer.nextCursor;
      if (cursor === null) return;
    }
  }

  #noteIds(userIds: Iterable<string>): void {
    for (const userId of userIds) if (userId > this.#newestId) this.#newestId = userId;
  }

  #noteMoments(rows: readonly PersonDto[]): void {
    for (const { lastMessage, changedAt, settingsAt } of rows) {
      for (const moment of [lastMessage?.createdAt, changedAt, settingsAt]) {
        if (moment && moment > this.#newestMoment) this.#newestMoment = moment;
      }
    }
  }

  async #catchUpConversation(userId: string): Promise<void> {
    await this.#catchUpMessages(userId);
    await this.#catchUpChanges(userId);
  }

  async #catchUpChanges(userId: string): Promise<void> {
    const { api, dispatch, getState, openUserIds } = this.#options;
    for (;;) {
      const held = getState().conversations.get(userId);
      if (!held || !isBehind(held)) return;
      const after = held.rev;
      if (held.lastRev - after > CATCH_UP_MAX_MESSAGES && !held.isDetached) {
        if (new Set(openUserIds()).has(userId)) await this.#loadAnew(userId);
        else dispatch({ type: 'conversation-dropped', userId });
        return;
      }
      const query = { after, limit: PAGE_MAX_COUNT };
      const answer = await this.#read((signal) => api.changes(userId, query, signal));
      dispatch({ type: 'changes-loaded', userId, after, answer });
      if (!answer.hasAfter) return;
    }
  }

  /** The newest page, in place of what is held. */
  async #loadAnew(userId: string): Promise<void> {
    const { api, dispatch } = this.#options;
    const query = { limit: PAGE_DEFAULT_COUNT, peek: 1 } as const;
    const answer = await this.#read((signal) => api.messages(userId, query, signal));
    dispatch({ type: 'page-loaded', userId, answer, page: 'anew' });
  }

  async #catchUpMessages(userId: string): Promise<void> {
    const { api, dispatch, getState, openUserIds } = this.#options;
    for (;;) {
      const state = getState();
      const held = state.conversations.get(userId);
      // A reader who is elsewhere is not taken from there: they load the rest as they come to it.
      if (!held?.range || held.isDetached) return;
      const isOpen = new Set(openUserIds()).has(userId);
      const missing = lastSeqOf(state, userId) - held.range.to;
      if (missing <= 0 && !isOpen) return;
      if (missing > CATCH_UP_MAX_MESSAGES) {
        if (!isOpen) {
          dispatch({ type: 'conversation-dropped', userId });
          return;
        }
        await this.#loadAnew(userId);
        return;
      }
      const query = { after: held.range.to, limit: PAGE_MAX_COUNT };
      const answer = await this.#read((signal) => api.messages(userId, query, signal));
      dispatch({ type: 'page-loaded', userId, answer, page: 'cursor' });
      if (!answer.hasAfter || answer.messages.length === 0) return;
    }
  }
}

/** How far a row has come: equal as long as nothing of its conversation moved. */
function progressOf({ lastSeq, lastRev }: PersonDto): string {
  return `${lastSeq} ${lastRev}`;
}
