import type { MessageDto } from '@/lib/shared/dto';

export interface Written {
  text: string;
  /** The outbox it went into, the person it is for: within a line the order of writing holds. */
  line: string;
  senderId: string;
  receiverId: string;
}

export interface Acknowledged {
  clientId: string;
  messageId: string;
  seq: number;
}

/** What people did and what they were told, as an onlooker notes it down. */
export class Ledger {
  readonly written: Written[] = [];
  /** Every acknowledgement that came, repeats included. */
  readonly acknowledged: Acknowledged[] = [];
  /** Marks or states of messages that went back, each in words. */
  readonly movedBack: string[] = [];
  /** Sessions that ended although nobody ended them. */
  readonly endedSessions: string[] = [];
  /** The furthest mark anybody was told, by conversation, member and kind. */
  readonly furthest = new Map<string, number>();

  noteWritten(written: Written): void {
    this.written.push(written);
  }

  noteAcknowledged({ clientId, _id, seq }: MessageDto): void {
    this.acknowledged.push({ clientId, messageId: _id, seq });
  }

  noteMark(key: string, seq: number): void {
    this.furthest.set(key, Math.max(seq, this.furthest.get(key) ?? 0));
  }
}

/** The name of a mark in `furthest`. */
export function markKey(mark: {
  conversationId: string;
  userId: string;
  kind: 'seen' | 'delivered';
}): string {
  return `${mark.conversationId} ${mark.userId} ${mark.kind}`;
}
