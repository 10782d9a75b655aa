import { createCounter } from '@/components/i18n/create-counter';
import { createIsolate } from '@/components/i18n/isolate';

const count = createCounter('en');
const own = createIsolate('ltr');

/** 5 hours 30 minutes */
function span(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    hours > 0 && count(hours, { one: '# hour', other: '# hours' }),
    rest > 0 && count(rest, { one: '# minute', other: '# minutes' }),
  ];
  return parts.filter(Boolean).join(' ');
}

/** The words of the first screens, which everybody fetches; `all-english.ts` has them all. */
export const en = {
  product: 'Parley',
  pageTitle: (page: string) => `${page} · Parley`,
  unseenTitle: (n: number) => (n > 0 ? `(${n}) Parley` : 'Parley'),
  conversationTitle: (name: string, n: number) =>
    n > 0 ? `(${n}) ${name} · Parley` : `${name} · Parley`,
  tagline: 'Conversations that stay yours.',

  common: {
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    retry: 'Try again',
    remove: 'Remove',
    somethingWrong: 'That did not work. Please try again.',
    charactersLeft: (n: number) =>
      n < 0
        ? `${count(-n, { one: '# character', other: '# characters' })} too many`
        : `${count(n, { one: '# character', other: '# characters' })} left`,
  },

  people: {
    conversations: 'Conversations',
    heading: 'Chats',
    search: 'Search people and messages',
    clearSearch: 'Clear search',
    searching: 'Searching…',
    results: (n: number) => count(n, { one: '# person found', other: '# people found' }),
    messagesFound: (n: number) => count(n, { one: '# message found', other: '# messages found' }),
    noResults: (q: string) => `Nobody found for “${own(q)}”`,
    noResultsHint: 'Try the start of a name, or a full e-mail address.',
    nobody: 'Nobody else is here yet',
    noContacts: 'No conversations yet',
    invite: 'Invite people',
    notHere: 'Not here yet?',
    loadFailed: 'The list could not be loaded.',
    loadingMore: 'Loading more people…',
    unread: (n: number) => `${n} unread`,
    online: 'Online',
    offline: 'Offline',
    typing: 'typing…',
    you: 'You:',
    photo: 'Photo',
    voice: 'Voice message',
    deleted: 'Message deleted',
    deletedAccount: 'Deleted account',
    deletedAccountHint: 'This account was deleted. What was written stays.',
    startHint: 'Say hello',
    lastSeen: (when: string) => `Last seen ${when}`,
    justNow: 'just now',
    today: 'Today',
    yesterday: 'Yesterday',
    at: (day: string, time: string) => `${day} at ${time}`,
    account: 'Your account',
    details: 'Details',
    showDetails: 'Show details',
    hideDetails: 'Hide details',
    about: 'About',
    noBio: (name: string) => `${own(name)} has not written anything here yet.`,
    memberSince: 'Member since',
    localTime: 'Local time',
    timeAhead: (minutes: number) =>
      minutes === 0
        ? 'The same time as yours'
        : `${span(Math.abs(minutes))} ${minutes > 0 ? 'ahead of' : 'behind'} you`,
    bot: 'Bot',
    sharedFiles: 'Files and voice messages',
    sharedPhotos: 'Shared photos',
    noPhotos: 'Photos you send each other appear here.',
    pictureOf: (name: string) => `Picture of ${own(name)}`,
  },

  chat: {
    skip: 'Skip to conversation',
    conversation: 'Conversation',
    messages: 'Messages',
    backToList: 'Back to conversations',
    pickTitle: 'Pick a conversation',
    pickHint: 'Choose someone from the list.',
    pickShortcut: 'Or press',
    pickShortcutEnd: 'to jump to a name.',
    emptyTitle: (name: string) => `This is the start of your conversation with ${own(name)}`,
    emptyHint: 'Say hello. The first message is always the hardest.',
    wave: '👋',
    sendWave: 'Send a wave',
    loadFailed: 'These messages could not be loaded.',
    loadingOlder: 'Loading older messages…',
    loading: 'Loading messages…',
    beginning: 'The start of your conversation',
    retention: (n: number) =>
      count(n, { one: 'Messages go after a day', other: 'Messages go after # days' }),
    newMessages: 'New messages',
    search: 'Search in this conversation',
    goTo: 'Go to…',
    toUnread: 'Go to the first unread message',
    jump: 'Jump to latest',
    jumpCount: (n: number) =>
      `${count(n, { one: '# new message', other: '# new messages' })}, jump to latest`,
    showMore: 'Show more',
    showLess: 'Show less',
    edited: 'edited',
    imported: 'imported',
    you: 'You',
    notFound: 'This person cannot be found',
    notFoundHint: 'The link may be out of date, or the account may be gone.',
    openImage: 'Open photo',
    imageFrom: (name: string, when: string) => `Photo from ${own(name)}, ${when}`,
    imageOwn: (when: string) => `Photo you sent, ${when}`,
    opensInNewTab: 'opens in a new tab',
    forwarded: 'Forwarded',
    deletedOwn: 'You deleted this message',
    answers: 'In reply to',
  },

  history: {
    olderFailed: 'Older messages could not be loaded.',
  },

  status: {
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    seen: 'Seen',
    failed: 'Failed',
  },

  composer: {
    label: 'Message',
    placeholder: (name: string) => `Message ${own(name)}`,
    caption: 'Add a caption',
    send: 'Send message',
    saveEdit: 'Save the change',
    attach: 'Attach files',
    record: 'Record a voice message',
    emoji: 'Choose emoji',
    drop: (name: string) => `Drop files here to send them to ${own(name)}`,
    counter: (n: number) => count(n, { other: '#' }),
    tooLong: (n: number) =>
      `This is ${count(n, { one: '# character', other: '# characters' })} too long. Shorten it, or send it in parts.`,
  },

  connection: {
    connecting: 'Connecting…',
    offline: 'You are offline; messages will be sent when you are back online.',
    online: 'You are connected again.',
  },

  notes: {
    title: 'Notes to self',
    hint: 'Only you can see these',
    emptyTitle: 'A place for yourself',
    emptyHint:
      'Keep thoughts, links and photos here. They are on all your devices, and nobody else sees them.',
    placeholder: 'Write a note',
    drop: 'Drop images to keep them here',
    startHint: 'Write a note',
    photos: 'Photos',
    noPhotos: 'Photos you keep here appear in this place.',
  },

  settings: {
    menu: 'Options of the conversation',
    pinned: 'Pinned',
    muted: 'Muted',
    unread: 'Marked as unread',
  },

  /** What stands in lists of its own. */
  apart: {
    archived: 'Archived',
    request: 'Requests',
  },

  peopleRows: {
    draft: 'Draft:',
  },

  panes: {
    listWidth: 'Width of the list',
    detailsWidth: 'Width of the details',
  },

  /** As they are printed on the keys. */
  keys: {
    control: 'Ctrl',
    escape: 'Esc',
  },

  switcher: {
    title: 'Go to a conversation',
  },

  pictures: {
    noPreview: 'No preview',
    /** Begins with the words that are seen on it. */
    failedPhoto: (photo: string) => `Try again: this photo could not be loaded. ${photo}`,
    sharedCount: (n: number) => count(n, { one: '# photo', other: '# photos' }),
    sharedFailed: 'The photos could not be loaded.',
    sharedLoading: 'Loading photos…',
  },

  /** Why something failed, by the code of the answer, its reason and its problems with fields. */
  error: {
    title: 'Something went wrong',
    hint: 'Your messages are safe. Try again, or come back in a moment.',
  },
};

export type Words = typeof en;
