import type { ClientStore, News } from '@/lib/client/store/store';
import type { MessageDto } from '@/lib/shared/dto';

const put = (store: ClientStore, news: News) =>
  store.set({
    announcement: {
      ...news,
      number: (store.getState().announcement?.number ?? 0) + 1,
    },
  });

const nameOf = (store: ClientStore, userId: string) =>
  store.getChat().people.get(userId)?.fullName ?? null;

/** Notes for the live region that a message has come. */
export function announce(store: ClientStore, userId: string, message: MessageDto): void {
  put(store, { kind: 'message', name: nameOf(store, userId), message });
}

/** The same, that somebody reacted to a message of one's own; nothing if that is not so. */
export function announceReaction(store: ClientStore, userId: string, message: MessageDto): void {
  const { me, conversations } = store.getChat();
  if (message.senderId !== me._id || userId === me._id) return;
  const emoji = reactionOf(message, userId);
  const held = conversations.get(userId)?.messages.findLast(({ _id }) => _id === message._id);
  if (!emoji || !held || held.rev >= message.rev || reactionOf(held, userId) === emoji) return;
  put(store, { kind: 'reaction', name: nameOf(store, userId), message, emoji });
}

/** The same, that the server did not take a reaction. */
export function announceRefusedReaction(store: ClientStore): void {
  put(store, { kind: 'refused-reaction' });
}

const reactionOf = ({ reactions }: MessageDto, userId: string) =>
  reactions.find((reaction) => reaction.userId === userId)?.emoji ?? null;
