import type {
  MessageDto,
  OwnUserDto,
  PresenceDto,
  SettingsAnswer,
  UserDto,
  WatermarkDto,
} from '@/lib/shared/dto';
import type { Envelope } from '@/lib/shared/errors';

type Ack<T> = (answer: Envelope<T>) => void;

export interface ClientToServerEvents {
  'message:send': (
    payload: {
      to: string;
      text: string;
      clientId: string;
      replyTo?: string;
      forwardOf?: string;
      /** False: the page behind its first link is not looked at. */
      preview?: boolean;
    },
    ack: Ack<{ newMessage: MessageDto }>,
  ) => void;
  'message:seen': (payload: { messageId: string }, ack: Ack<{ seenSeq: number }>) => void;
  'message:delivered': (payload: { messageId: string }, ack: Ack<{ deliveredSeq: number }>) => void;
  typing: (payload: { to: string; typing: boolean }, ack?: Ack<object>) => void;
  /**
   * Tells again what was told since the moment a page was made; `isComplete` says whether that is all
   * there was. If not, the client catches up by HTTP.
   */
  'events:since': (payload: { moment: string }, ack: Ack<{ isComplete: boolean }>) => void;
  'presence:watch': (payload: { userIds: string[] }, ack: Ack<{ presence: PresenceDto[] }>) => void;
}

export interface ServerToClientEvents {
  'message:created': (message: MessageDto) => void;
  'message:updated': (message: MessageDto) => void;
  'conversation:seen': (watermark: WatermarkDto) => void;
  'conversation:delivered': (watermark: WatermarkDto) => void;
  /** What the person set up for their conversation with another; to their own sockets alone. */
  'conversation:settings': (change: SettingsAnswer & { userId: string }) => void;
  typing: (typing: { userId: string; typing: boolean }) => void;
  'presence:changed': (presence: PresenceDto) => void;
  /** Somebody signed up, left, or became visible or hidden: asked for by id, they tell which. */
  'people:changed': (change: { userId: string }) => void;
  'user:updated': (user: UserDto | OwnUserDto) => void;
  /** Events may have been missed: catch up, at a moment of the client's choice within that time. */
  resync: (request: { withinMs: number }) => void;
  'session:ended': (ended: { reason: SessionEndReason }) => void;
}

export type SessionEndReason =
  | 'signed_out'
  | 'revoked'
  | 'password_changed'
  | 'account_deleted'
  | 'expired';
