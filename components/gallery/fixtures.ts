import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import type { PersonRow } from '@/lib/client/selectors/person-row';
import { DEFAULT_SETTINGS } from '@/lib/shared/conversation/settings';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';

/** A fixed time in the past, so that what is shown never changes. */
const THEN = '2026-03-02T09:30:00.000Z';
const ME = '0123456789abcdef00000001';
const OTHER = '0123456789abcdef00000002';

export const me: OwnUserDto = {
  _id: ME,
  fullName: 'Mara Lindqvist',
  email: 'mara@example.org',
  bio: 'Maps and long walks.',
  profilePic: '',
  timeZone: null,
  createdAt: THEN,
};

/** A picture that needs no server. */
export function picture(width: number, height: number, hue: number): string {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${hue} 50% 60%)"/><circle cx="70%" cy="30%" r="12%" fill="hsl(${hue} 60% 85%)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** An address that no browser can show anything of. */
export const BROKEN = 'data:image/png;base64,AAAA';

/** Without a counter or chance: the server and the browser make the same one. */
export function newPerson(over: Partial<PersonRow> = {}): PersonRow {
  return {
    _id: OTHER,
    fullName: 'Ingrid Sørensen',
    profilePic: '',
    bio: 'Archive, maps and long walks.',
    timeZone: null,
    createdAt: THEN,
    conversationId: 'dm:1',
    lastMessage: null,
    lastSeq: 0,
    lastRev: 0,
    changedAt: null,
    seenSeq: 0,
    deliveredSeq: 0,
    mySeenSeq: 0,
    settings: DEFAULT_SETTINGS,
    settingsAt: null,
    clearedSeq: 0,
    blocked: false,
    online: false,
    lastSeenAt: null,
    typing: false,
    unseen: 0,
    muted: false,
    outgoing: null,
    ...over,
  };
}

export function lastMessage(over: Partial<NonNullable<PersonRow['lastMessage']>> = {}) {
  return {
    _id: 'm',
    seq: 1,
    senderId: OTHER,
    text: 'Six at the workshop?',
    hasImage: false,
    createdAt: THEN,
    deletedAt: null,
    ...over,
  };
}

interface ItemOptions extends Partial<Omit<ConversationItem, 'message'>> {
  message?: Partial<MessageDto>;
}

/** A row of a conversation; with a status it is one's own. Its key is whose place it takes in a list. */
export function newItem({ message, ...over }: ItemOptions = {}): ConversationItem {
  const isOwn = over.status !== undefined && over.status !== null;
  const clientId = 'client';
  const item: ConversationItem = {
    key: clientId,
    clientId,
    message: null,
    senderId: isOwn ? ME : OTHER,
    text: 'The new paper is in: see the second table.',
    image: null,
    file: null,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    edited: false,
    deleted: false,
    hidden: false,
    change: null,
    createdAt: THEN,
    seq: 1,
    status: null,
    failure: null,
    progress: null,
    ...over,
  };
  if (!message) return item;
  const stored: MessageDto = {
    _id: clientId,
    conversationId: 'dm:1',
    seq: 1,
    senderId: item.senderId,
    receiverId: isOwn ? OTHER : ME,
    text: item.text,
    image: item.image,
    file: null,
    rev: 0,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    hidden: false,
    seen: false,
    delivered: false,
    clientId,
    createdAt: THEN,
    editedAt: null,
    deletedAt: null,
    ...message,
  };
  return { ...item, message: stored };
}
