import type { NotificationSettings } from '@/lib/client/notifications/notification-settings';
import type { MessageDto } from '@/lib/shared/dto';

/**
 * Whether this browser may show notifications: `insecure` where it does so for https only, and
 * `unsupported` where it cannot at all.
 */
export type NotifyPermission = 'granted' | 'denied' | 'default' | 'insecure' | 'unsupported';

/** What the person can see now. */
interface PageView {
  /** On the screen, though another window may be in front. */
  isVisible: boolean;
  /** On the screen and in front. */
  isFocused: boolean;
  /** The page shows the conversation in question. */
  isConversationOpen: boolean;
  /** Another tab of this browser is in front. */
  isElsewhereInView: boolean;
}

export interface NotificationQuestion {
  message: Pick<MessageDto, 'senderId' | 'seq' | 'deletedAt'>;
  myId: string;
  /** How far the person has seen the conversation, on any device. */
  mySeenSeq: number;
  /** Up to which message any tab of this browser has notified. */
  notifiedSeq: number;
  view: PageView;
  settings: Pick<NotificationSettings, 'isOn' | 'hasSound'>;
  permission: NotifyPermission;
  /** A test from the settings: it is shown although the page is in view. */
  isTest?: boolean;
}

export type NoNotification =
  | 'own'
  | 'deleted'
  | 'seen'
  | 'told'
  | 'in-view'
  | 'off'
  | 'insecure'
  | 'unsupported'
  | 'denied'
  | 'not-asked';

export interface NotificationDecision {
  /** null: show one. Otherwise why not. */
  refusal: NoNotification | null;
  playsSound: boolean;
}

/**
 * Whether a notification is shown for a message that came in. The only place where that is decided.
 */
export function decideNotification(question: NotificationQuestion): NotificationDecision {
  const needless = whyNeedless(question);
  if (needless) return { refusal: needless, playsSound: false };
  // The sound needs no permission, and helps where notifications cannot be shown.
  return { refusal: whyImpossible(question), playsSound: question.settings.hasSound };
}

function whyNeedless(question: NotificationQuestion): NoNotification | null {
  const { message, myId, mySeenSeq, notifiedSeq, view, isTest } = question;
  if (message.senderId === myId) return 'own';
  if (message.deletedAt) return 'deleted';
  if (message.seq <= mySeenSeq) return 'seen';
  if (message.seq <= notifiedSeq) return 'told';
  return !isTest && isInView(view) ? 'in-view' : null;
}

/** In front, or beside the window in front with that very conversation open. */
function isInView(view: PageView): boolean {
  if (view.isFocused || view.isElsewhereInView) return true;
  return view.isVisible && view.isConversationOpen;
}

function whyImpossible({ settings, permission }: NotificationQuestion): NoNotification | null {
  if (permission === 'insecure' || permission === 'unsupported') return permission;
  if (permission === 'denied') return 'denied';
  if (!settings.isOn) return 'off';
  return permission === 'default' ? 'not-asked' : null;
}
