import type { ChangeContent } from '@/lib/client/store/state';
import type { MessageDto } from '@/lib/shared/dto';

export interface Written {
  text: string;
  /** The outbox it went into, the person it is for: within a line the order of writing holds. */
  line: string;
  senderId: string;
  receiverId: string;
  /** null where the device does not tell. */
  clientId: string | null;
}

/** What somebody did with a message that was there. */
export type Change = ChangeContent & {
  /** The outbox it went into. */
  line: string;
  userId: string;
  /** Of the changed message. */
  clientId: string;
};

export interface Acknowledged {
  clientId: string;
  messageId: string;
  seq: number;
}

/** A file or voice note as it was handed to an outbox. */
export interface SentFile {
  sha256: string;
  bytes: number;
  name: string;
  /** Of a voice note. */
  durationMs?: number;
  waveform?: readonly number[];
}

/** What people did and what they were told, as an onlooker notes it down. */
export class Ledger {
  readonly written: Written[] = [];
  /** By clientId. */
  readonly files = new Map<string, SentFile>();
  /** Where files were said to be, by the clientId of their message. */
  readonly fileUrls = new Map<string, string>();
  /** In the order of doing. */
  readonly changes: Change[] = [];
  /** Texts of edits that were refused, as somebody else had been faster. */
  readonly refusedEdits = new Set<string>();
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

  noteChange(change: Change): void {
    this.changes.push(change);
  }

  noteAcknowledged({ clientId, _id, seq, file }: MessageDto): void {
    if (file) this.fileUrls.set(clientId, file.url);
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
