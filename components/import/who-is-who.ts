import type { History } from '@/lib/client/import/history-types';
import { fold } from '@/lib/shared/text';

interface Names {
  me: string;
  /** null in one's own notes. */
  other: string | null;
}

const isNamed = (sender: string, name: string) => fold(sender) === fold(name);

/**
 * The sender who is the reader, by the names; undefined where they do not tell, and null where the one
 * sender is the other. A chat is called after the other one.
 */
export function guessMe({ senders, title }: History, names: Names): string | null | undefined {
  const { me, other } = names;
  const own = senders.find((sender) => isNamed(sender, me));
  const isOther = (sender: string) =>
    (other !== null && isNamed(sender, other)) || (title !== null && isNamed(sender, title));
  const others = senders.filter((sender) => sender !== own && isOther(sender));
  if (own !== undefined) return own;
  if (others.length !== 1) return undefined;
  return senders.find((sender) => sender !== others[0]) ?? null;
}

/** Whether the names alone tell who is who, beyond doubt. */
export function isCertain({ senders }: History, { me, other }: Names): boolean {
  if (other === null) return true;
  return senders.every((sender) => isNamed(sender, me) !== isNamed(sender, other));
}
