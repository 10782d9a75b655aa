import type { ChatEvent } from '@/lib/client/store/reducer';
import type { Conversation } from '@/lib/client/store/state';
import type { ClientStore, Jump, JumpTarget } from '@/lib/client/store/store';
import type { ApiClient, MessagesQuery } from '@/lib/client/transport/api-client';
import { toApiError } from '@/lib/client/transport/envelope';
import type { ConversationAnswer, MessageDto } from '@/lib/shared/dto';
import { PAGE_DEFAULT_COUNT } from '@/lib/shared/limits';

interface JumperOptions {
  api: Pick<ApiClient, 'messages'>;
  store: ClientStore;
  /** Takes in what was loaded. */
  take(event: ChatEvent): void;
  onError(error: unknown): void;
}

/** Goes to a place of a conversation, with the messages around it loaded where they are not held. */
export class Jumper {
  readonly #options: JumperOptions;
  #number = 0;

  constructor(options: JumperOptions) {
    this.#options = options;
  }

  /**
   * Answers how it went; null when another jump was asked for meanwhile. Asks for nothing where the
   * place is held, and keeps what is held until the page has come. Marks nothing as seen. Never rejects.
   */
  async go(userId: string, target: JumpTarget): Promise<Jump | null> {
    const { api, store, take, onError } = this.#options;
    const number = ++this.#number;
    const settle = (
      state: Jump['state'],
      seq: number | null,
      error: Jump['error'] = null,
    ): Jump => {
      const jump = { number, target, state, seq, error };
      store.setLoad(userId, { jump });
      return jump;
    };
    const isOvertaken = () => store.getState().loads.get(userId)?.jump?.number !== number;
    const held = findHeld(store.getChat().conversations.get(userId), target);
    if (held !== undefined) return settle('there', held);
    settle('loading', null);
    try {
      const clearedSeq = store.getChat().people.get(userId)?.clearedSeq ?? 0;
      const answer = await api.messages(userId, queryOf(target, clearedSeq));
      if (isOvertaken()) return null;
      const seq = findAnswered(answer, target);
      if (seq === undefined) return settle('missing', null);
      take({ type: 'page-loaded', userId, answer, page: 'jump' });
      return settle('there', seq);
    } catch (error) {
      onError(error);
      return isOvertaken() ? null : settle('failed', null, toApiError(error).code);
    }
  }
}

/** When the first held message was sent, if it is the first of all; else null. */
export function heldFirstAt(held: Conversation | undefined): string | null {
  if (!held?.range || held.range.from > held.startSeq) return null;
  return held.messages[0]?.createdAt ?? null;
}

function queryOf(target: JumpTarget, clearedSeq: number): MessagesQuery {
  const limit = PAGE_DEFAULT_COUNT;
  if (target.to === 'message') return { around: target.seq, limit };
  if (target.to === 'date') return { at: target.at, limit };
  return target.to === 'first' ? { after: Math.min(0, clearedSeq), limit } : { peek: 1, limit };
}

const firstSince = (messages: readonly MessageDto[], at: string): number | undefined =>
  messages.find(({ createdAt }) => Date.parse(createdAt) >= Date.parse(at))?.seq;

/** The number gone to, null for the end; undefined where it is not held. */
function findHeld(held: Conversation | undefined, target: JumpTarget): number | null | undefined {
  if (!held?.range) return undefined;
  const { range, messages, isDetached } = held;
  const first = messages[0];
  const isFromStart = range.from <= held.startSeq;
  if (target.to === 'end') return isDetached ? undefined : null;
  if (target.to === 'message') {
    return target.seq >= range.from && target.seq <= range.to ? target.seq : undefined;
  }
  if (target.to === 'first') return isFromStart ? first?.seq : undefined;
  if (!first || (!isFromStart && Date.parse(first.createdAt) >= Date.parse(target.at))) {
    return undefined;
  }
  return firstSince(messages, target.at) ?? (isDetached ? undefined : messages.at(-1)?.seq);
}

/** The same in a page; undefined where there is no such message. */
function findAnswered(answer: ConversationAnswer, target: JumpTarget): number | null | undefined {
  const { messages } = answer;
  if (target.to === 'end') return null;
  if (target.to === 'first') return messages[0]?.seq;
  if (target.to === 'date') return firstSince(messages, target.at) ?? messages.at(-1)?.seq;
  return messages.find(({ seq }) => seq === target.seq)?.seq;
}
