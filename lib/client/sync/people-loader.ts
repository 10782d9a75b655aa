import { type ClientStore, LOADED } from '@/lib/client/store/client-state';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { toApiError } from '@/lib/client/transport/envelope';
import type { PeopleAnswer } from '@/lib/shared/dto';
import { PAGE_DEFAULT_COUNT, PAGE_MAX_COUNT } from '@/lib/shared/limits';

/** How far to look for one person nobody has named yet. */
const FIND_MAX_PAGES = 10;

interface PeopleLoaderOptions {
  api: Pick<ApiClient, 'people'>;
  store: ClientStore;
  /** Rows became part of the list by scrolling. */
  onListed(answer: PeopleAnswer): void;
}

/** Loads the people list page by page. */
export class PeopleLoader {
  readonly #options: PeopleLoaderOptions;
  readonly #looking = new Map<string, Promise<boolean>>();

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
      // A run of the resync may have begun the list anew meanwhile; then this page has no place.
      const isCurrent = store.getChat().peopleCursor === cursor;
      store.dispatch({ type: 'people-loaded', answer, place: isCurrent ? 'next' : 'found' });
      if (isCurrent) onListed(answer);
      store.set({ peopleLoad: LOADED });
    } catch (error) {
      store.set({ peopleLoad: { isLoading: false, error: toApiError(error).message } });
    }
  }

  /** One page of a search. The rows found become known, so they stay live. */
  async search(query: { q: string; cursor?: string }): Promise<PeopleAnswer> {
    const { api, store } = this.#options;
    const answer = await api.people({ ...query, limit: PAGE_DEFAULT_COUNT });
    store.dispatch({ type: 'people-loaded', answer, place: 'found' });
    return answer;
  }

  /** Looks for a person in the people list. False when they are not there. */
  find(userId: string): Promise<boolean> {
    const looking = this.#looking.get(userId) ?? this.#find(userId);
    this.#looking.set(userId, looking);
    const forget = () => this.#looking.delete(userId);
    looking.then(forget, forget);
    return looking;
  }

  async #find(userId: string): Promise<boolean> {
    const { api, store } = this.#options;
    let cursor: string | null = null;
    for (let page = 0; page < FIND_MAX_PAGES; page++) {
      if (store.getChat().people.has(userId)) return true;
      const query = { limit: PAGE_MAX_COUNT, ...(cursor === null ? {} : { cursor }) };
      const answer: PeopleAnswer = await api.people(query);
      store.dispatch({ type: 'people-loaded', answer, place: 'found' });
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
    return store.getChat().people.has(userId);
  }
}
