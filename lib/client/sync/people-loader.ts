import type { Clock, Timer } from '@/lib/client/platform/clock';
import { type ClientStore, LOADED } from '@/lib/client/store/store';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { toApiError } from '@/lib/client/transport/envelope';
import type { PeopleAnswer } from '@/lib/shared/dto';
import { PAGE_DEFAULT_COUNT, PAGE_MAX_COUNT } from '@/lib/shared/limits';

/** All clients hear of a change at once; asking after a random delay spreads the work. */
const CHANGE_WITHIN_MS = 400;
/** For a long list, where most changes are out of sight. */
const DISTANT_CHANGE_WITHIN_MS = 5_000;

interface PeopleLoaderOptions {
  api: Pick<ApiClient, 'people' | 'person'>;
  store: ClientStore;
  clock: Clock;
  /** Rows became part of the list by scrolling. */
  onListed(answer: PeopleAnswer): void;
}

/** Loads the people list page by page, and single people as they are named. */
export class PeopleLoader {
  readonly #options: PeopleLoaderOptions;
  readonly #looking = new Map<string, Promise<boolean>>();
  /** Continues with the requests that could not reach the server. */
  readonly #retries = new Set<() => void>();
  /** Who came, went or changed in who sees them, until they are asked for. */
  readonly #changed = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: PeopleLoaderOptions) {
    this.#options = options;
  }

  async loadMore(): Promise<void> {
    const { api, store, onListed } = this.#options;
    const { chat, peopleLoad } = store.getState();
    const cursor = chat.peopleCursor;
    if (cursor === null || peopleLoad.isLoading) return;
    store.set({ peopleLoad: { isLoading: true, error: null } });
    try {
      const answer = await api.people({ cursor, limit: PAGE_MAX_COUNT });
      // A resync may have replaced the list meanwhile; then this page does not belong to it.
      const isCurrent = store.getChat().peopleCursor === cursor;
      store.dispatch({ type: 'people-loaded', answer, place: isCurrent ? 'next' : 'found' });
      if (isCurrent) onListed(answer);
      store.set({ peopleLoad: LOADED });
    } catch (error) {
      store.set({ peopleLoad: { isLoading: false, error: toApiError(error).code } });
    }
  }

  /** One page of a search. The rows found become known, so they stay live. */
  async search(query: { q: string; cursor?: string }): Promise<PeopleAnswer> {
    const { api, store } = this.#options;
    const answer = await api.people({ ...query, archived: 'any', limit: PAGE_DEFAULT_COUNT });
    store.dispatch({ type: 'people-loaded', answer, place: 'found' });
    return answer;
  }

  /** Asks for one person, until the server answers. False when they are not there. */
  find(userId: string): Promise<boolean> {
    const looking = this.#looking.get(userId) ?? this.#find(userId);
    this.#looking.set(userId, looking);
    void looking.finally(() => this.#looking.delete(userId));
    return looking;
  }

  /** Asks again for those whose request failed, once the connection is back. */
  retryFailed(): void {
    for (const retry of this.#retries) retry();
    this.#retries.clear();
  }

  /** Somebody has signed up, left, or become visible or hidden. */
  onChanged(userId: string): void {
    const { clock, store } = this.#options;
    this.#changed.add(userId);
    const isWhole = store.getChat().peopleCursor === null;
    const withinMs = isWhole ? CHANGE_WITHIN_MS : DISTANT_CHANGE_WITHIN_MS;
    this.#timer ??= clock.setTimeout(() => {
      this.#timer = undefined;
      void this.#askForChanged();
    }, clock.random() * withinMs);
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One after the other: however many come at once, each client asks for one at a time. */
  async #askForChanged(): Promise<void> {
    const { api, store } = this.#options;
    for (const userId of this.#changed) {
      this.#changed.delete(userId);
      try {
        const person = await api.person(userId);
        store.dispatch({ type: 'person-appeared', person });
      } catch (error) {
        // The server was not reached: the next resync loads the list.
        if (isNotThere(error)) store.dispatch({ type: 'person-gone', userId });
      }
    }
  }

  async #find(userId: string): Promise<boolean> {
    const { api, store } = this.#options;
    for (;;) {
      if (store.getChat().people.has(userId)) return true;
      try {
        store.dispatch({ type: 'person-loaded', person: await api.person(userId) });
        return true;
      } catch (error) {
        if (isNotThere(error)) return false;
        await new Promise<void>((resolve) => this.#retries.add(resolve));
      }
    }
  }
}

/** Whether the server answered that there is no such person, rather than not at all. */
function isNotThere(error: unknown): boolean {
  const { code } = toApiError(error);
  return code === 'not_found' || code === 'bad_request';
}
