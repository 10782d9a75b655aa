import { expect, test } from 'vitest';
import {
  decideNotification,
  type NotificationQuestion,
  type NotifyPermission,
} from '@/lib/client/notifications/notification-decision';

const AWAY = {
  isVisible: false,
  isFocused: false,
  isConversationOpen: false,
  isElsewhereInView: false,
};

/** A message of Ann's while the person looks elsewhere and wants to be told, unless said otherwise. */
function ask(change: Partial<NotificationQuestion> = {}) {
  return decideNotification({
    message: { senderId: 'ann', seq: 5, deletedAt: null },
    myId: 'me',
    mySeenSeq: 4,
    notifiedSeq: 4,
    view: AWAY,
    settings: { isOn: true, hasSound: true },
    permission: 'granted',
    ...change,
  });
}

const REFUSED = { playsSound: false };

test('a message that comes while the page is hidden is told, with a sound for those who want one', () => {
  expect(ask()).toEqual({ refusal: null, playsSound: true });
  const isQuiet = { isOn: true, hasSound: false };
  expect(ask({ settings: isQuiet })).toEqual({ refusal: null, playsSound: false });
});

test('own messages, deleted ones, those seen elsewhere and those another tab told of are not told', () => {
  const own = { senderId: 'me', seq: 5, deletedAt: null };
  expect(ask({ message: own })).toEqual({ ...REFUSED, refusal: 'own' });
  const deleted = { senderId: 'ann', seq: 5, deletedAt: '2026-01-01T00:00:00.000Z' };
  expect(ask({ message: deleted })).toEqual({ ...REFUSED, refusal: 'deleted' });
  expect(ask({ mySeenSeq: 5 })).toEqual({ ...REFUSED, refusal: 'seen' });
  expect(ask({ notifiedSeq: 5 })).toEqual({ ...REFUSED, refusal: 'told' });
});

test.each([
  ['in front, with any conversation open', { isVisible: true, isFocused: true }, true],
  ['covered by another tab that is in front', { isElsewhereInView: true }, true],
  [
    'beside another window, with that conversation',
    { isVisible: true, isConversationOpen: true },
    true,
  ],
  ['beside another window, with another conversation', { isVisible: true }, false],
  ['hidden, with that conversation', { isConversationOpen: true }, false],
])('a page %s counts as in view: %s', (_, view, isInView) => {
  const { refusal } = ask({ view: { ...AWAY, ...view } });
  expect(refusal).toBe(isInView ? 'in-view' : null);
});

test('a test is told although the page is in view, and otherwise like any message', () => {
  const view = { ...AWAY, isVisible: true, isFocused: true };
  expect(ask({ view, isTest: true })).toEqual({ refusal: null, playsSound: true });
  expect(ask({ view, isTest: true, permission: 'denied' }).refusal).toBe('denied');
  const isOff = { isOn: false, hasSound: false };
  expect(ask({ view, isTest: true, settings: isOff }).refusal).toBe('off');
});

test.each<[NotifyPermission, boolean, string | null]>([
  ['insecure', true, 'insecure'],
  ['unsupported', true, 'unsupported'],
  ['denied', true, 'denied'],
  ['granted', false, 'off'],
  ['default', false, 'off'],
  ['default', true, 'not-asked'],
])('with permission %s and notifications on: %s, the answer is %s', (permission, isOn, refusal) => {
  const settings = { isOn, hasSound: true };
  // The sound is nobody's to permit.
  expect(ask({ permission, settings })).toEqual({ refusal, playsSound: true });
});
