import { createCounter } from '@/components/i18n/create-counter';
import { createIsolate } from '@/components/i18n/isolate';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import {
  IMAGE_MAX_BYTES,
  IMAGE_MAX_FRAMES,
  IMAGE_MAX_INPUT_SIDE_PIXELS,
  IMAGE_MAX_PIXELS,
} from '@/lib/shared/limits';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const PIXELS_PER_MEGAPIXEL = 1_000_000;

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
    save: 'Save changes',
    saving: 'Saving…',
    saved: 'Saved',
    optional: 'optional',
    remove: 'Remove',
    checkFields: 'Please check the highlighted fields.',
    somethingWrong: 'That did not work. Please try again.',
    charactersLeft: (n: number) =>
      n < 0
        ? `${count(-n, { one: '# character', other: '# characters' })} too many`
        : `${count(n, { one: '# character', other: '# characters' })} left`,
  },

  people: {
    conversations: 'Conversations',
    heading: 'Chats',
    search: 'Search people',
    clearSearch: 'Clear search',
    searching: 'Searching…',
    results: (n: number) => count(n, { one: '# person found', other: '# people found' }),
    noResults: (q: string) => `Nobody found for “${own(q)}”`,
    noResultsHint: 'Try the start of a name, or a full e-mail address.',
    nobody: 'Nobody else is here yet',
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
    deleted: 'Message deleted',
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
    newMessages: 'New messages',
    jump: 'Jump to latest',
    jumpCount: (n: number) =>
      `${count(n, { one: '# new message', other: '# new messages' })}, jump to latest`,
    showMore: 'Show more',
    showLess: 'Show less',
    edited: 'edited',
    you: 'You',
    notFound: 'This person cannot be found',
    notFoundHint: 'The link may be out of date, or the account may be gone.',
    openImage: 'Open photo',
    imageFrom: (name: string, when: string) => `Photo from ${own(name)}, ${when}`,
    imageOwn: (when: string) => `Photo you sent, ${when}`,
    download: 'Download',
    previousImage: 'Previous photo',
    nextImage: 'Next photo',
    opensInNewTab: 'opens in a new tab',
    messageFrom: (name: string) => `New message from ${own(name)}`,
    messageCame: 'New message',
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
    notSent: 'Not sent.',
    retry: 'Retry',
    edit: 'Edit',
    delete: 'Delete',
    uploading: (percent: number) => `Uploading, ${percent} %`,
    cancelUpload: 'Cancel upload',
  },

  composer: {
    label: 'Message',
    placeholder: (name: string) => `Message ${own(name)}`,
    caption: 'Add a caption',
    send: 'Send message',
    attach: 'Attach image',
    emoji: 'Choose emoji',
    removeImage: (name: string) => `Remove ${own(name)}`,
    chosenImages: 'Chosen images',
    drop: (name: string) => `Drop images here to send them to ${own(name)}`,
    tooMany: (max: number) => `You can send up to ${max} images at once. The others were left out.`,
    counter: (n: number) => count(n, { other: '#' }),
    tooLong: (n: number) =>
      `This is ${count(n, { one: '# character', other: '# characters' })} too long. Shorten it, or send it in parts.`,
    refused: (name: string, why: string) => `${own(name)}: ${why}`,
    stilled: (name: string) => `${own(name)} moves; only its first image is sent.`,
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
    alt: 'Alt',
    shift: 'Shift',
    enter: 'Enter',
    escape: 'Esc',
    home: 'Home',
    end: 'End',
    pageUp: 'Page Up',
    pageDown: 'Page Down',
  },

  switcher: {
    title: 'Go to a conversation',
    placeholder: 'Type a name',
    hint: 'Arrow keys to choose, Enter to open, Esc to close',
  },

  notifications: {
    unseenFrom: (name: string, n: number) => (n > 1 ? `${own(name)} (${n})` : name),
    hidden: (n: number) => count(n, { one: 'New message', other: '# new messages' }),
    testBody: 'This is what a new message will look like.',
  },

  pictures: {
    refused: {
      not_a_picture: 'This is not a picture. PNG, JPEG, WebP, GIF, AVIF and HEIC can be sent.',
      damaged: 'The picture is damaged and cannot be read.',
      too_many_bytes: `The picture is larger than ${IMAGE_MAX_BYTES / BYTES_PER_MEGABYTE} MB.`,
      side_too_long: count(IMAGE_MAX_INPUT_SIDE_PIXELS, {
        other: 'The picture is longer than # pixels on one side.',
      }),
      too_many_pixels: `The picture has more than ${IMAGE_MAX_PIXELS / PIXELS_PER_MEGAPIXEL} megapixels.`,
      too_many_frames: count(IMAGE_MAX_FRAMES, { other: 'The animation has more than # frames.' }),
      animation_too_large:
        'The animation is too long for its size. A shorter or smaller one can be sent.',
      too_costly: 'The picture is too large for this format. A smaller one can be sent.',
    } satisfies Record<ImageRefusal, string>,
    noPreview: 'No preview',
    loading: 'Loading the photo…',
    failed: 'The photo could not be loaded.',
    /** Begins with the words that are seen on it. */
    failedPhoto: (photo: string) => `Try again: this photo could not be loaded. ${photo}`,
    counter: (n: number, total: number) => `${n} of ${total}`,
    zoomIn: 'Enlarge',
    fit: 'Show all of it',
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
