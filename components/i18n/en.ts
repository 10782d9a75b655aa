import { createCounter } from '@/components/i18n/create-counter';
import { createIsolate } from '@/components/i18n/isolate';
import { ERROR_MESSAGE, type FieldProblem, REASON_MESSAGE } from '@/lib/shared/errors';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import {
  IMAGE_MAX_BYTES,
  IMAGE_MAX_FRAMES,
  IMAGE_MAX_INPUT_SIDE_PIXELS,
  IMAGE_MAX_PIXELS,
  SESSION_IDLE_DAYS,
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

/** Every word a person can see or hear, in one place: each other language is a file of this shape. */
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

  auth: {
    logInTitle: 'Welcome back',
    logInHint: 'Sign in to continue your conversations.',
    logIn: 'Sign in',
    loggingIn: 'Signing in…',
    signUpTitle: 'Create your account',
    signUpHint: 'All you need is a name, an e-mail address and a password.',
    signUp: 'Create account',
    signingUp: 'Creating your account…',
    noAccount: 'New to Parley?',
    haveAccount: 'Already have an account?',
    fullName: 'Full name',
    email: 'E-mail',
    password: 'Password',
    bio: 'About you',
    passwordHint: (min: number) => `At least ${min} characters. A short sentence works well.`,
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    summary: 'Please check the following:',
    logOut: 'Sign out',
    unsentTitle: 'You have unsent messages',
    unsentHint:
      'Drafts and messages that have not been sent yet are kept on this device only. Signing out deletes them.',
    logOutFailed: 'You could not be signed out, because Parley cannot be reached right now.',
    logOutAnyway: 'Sign out and delete them',
    sessionEnded: 'You have been signed out. Sign in to pick up where you left off.',
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

  emoji: {
    open: 'Choose emoji',
    title: 'Emoji',
    search: 'Search emoji',
    grid: 'All emoji',
    categories: 'Categories',
    category: {
      recent: 'Recently used',
      results: 'Found',
      smileys: 'Smileys',
      people: 'People',
      nature: 'Animals and nature',
      food: 'Food and drink',
      travel: 'Travel and places',
      activities: 'Activities',
      objects: 'Objects',
      symbols: 'Symbols',
      flags: 'Flags',
    },
    found: (n: number) => count(n, { other: '# emoji found' }),
    noResults: (q: string) => `No emoji found for “${own(q)}”`,
    noResultsHint: 'Try a different word.',
    hint: 'Enter inserts one, Shift+Enter several',
    tone: 'Skin tone',
    tones: {
      0: 'Yellow',
      1: 'Light skin',
      2: 'Medium-light skin',
      3: 'Medium skin',
      4: 'Medium-dark skin',
      5: 'Dark skin',
    },
    loadFailed: 'The emoji could not be loaded.',
    flagOf: (country: string) => `flag: ${country}`,
    suggestions: 'Suggested emoji',
    suggested: (n: number) =>
      `${count(n, { other: '# suggested emoji' })}. Use the arrow keys to choose, Enter to insert, Esc to keep writing.`,
  },

  writing: {
    title: 'Writing',
    enterSends: 'Enter sends the message',
    choices: { automatic: 'Automatic', always: 'Always', never: 'Never' },
    hints: {
      automatic:
        'With a keyboard, Enter sends and Shift+Enter starts a new line. On a touch screen, Enter starts a new line.',
      always: 'Shift+Enter starts a new line.',
      never: 'Enter starts a new line. Ctrl+Enter or ⌘+Enter sends.',
    },
  },

  connection: {
    connecting: 'Connecting…',
    offline: 'You are offline; messages will be sent when you are back online.',
    online: 'You are connected again.',
  },

  firstRun: {
    title: 'Welcome to Parley',
    hint: 'Nobody has an account on this server yet. The first one will be its administrator.',
    ready: 'Your server is ready',
  },

  invitation: {
    title: 'Invite people',
    hint: 'Anyone who opens this link can create an account and write to you.',
    link: 'Invitation link',
    copy: 'Copy link',
    copied: 'Link copied',
    selected: 'The link is selected. Copy it from here.',
    share: 'Share link',
    showCode: 'Show QR code',
    code: 'QR code of the invitation link',
    codeHint: 'Scan it with the camera of a phone.',
    thisDeviceOnly: 'This link works on this computer only.',
    address: 'Address',
    notHere: 'Not here yet?',
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

  shortcuts: {
    title: 'Keyboard shortcuts',
    everywhere: 'Everywhere',
    goToName: 'Go to a name',
    nextConversation: 'Next conversation',
    previousConversation: 'Previous conversation',
    leave: 'Close, or go back to the list',
    thisSheet: 'Show these shortcuts',
    inList: 'In the list',
    upAndDown: 'Up and down',
    byPage: 'Page up or down',
    ends: 'First and last',
    open: 'Open',
    whileWriting: 'While writing',
    send: 'Send',
    newLine: 'New line',
    onSeparator: 'On the divider between two panes',
    wider: 'Wider or narrower',
    usualWidth: 'Usual width',
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

  profile: {
    title: 'Your profile',
    backToChats: 'Back to chats',
    picture: 'Picture',
    choosePicture: 'Choose picture',
    removePicture: 'Remove picture',
    pictureHint: (megabytes: number) =>
      `PNG, JPEG, WebP, GIF, AVIF or HEIC, up to ${megabytes} MB.`,
    about: 'About you',
    aboutHint: 'Shown to everyone you talk to.',
    emailHint: 'Only you can see this.',
    appearance: 'Appearance',
    theme: { system: 'System', light: 'Light', dark: 'Dark' },
    password: 'Change password',
    passwordHint: 'Changing it signs out all your other devices.',
    currentPassword: 'Current password',
    newPassword: 'New password',
    changePassword: 'Change password',
    passwordChanged: 'Your password has been changed.',
    devices: 'Signed-in devices',
    devicesHint: `If you do not recognise one of these, sign it out and change your password. A device that is not used for ${SESSION_IDLE_DAYS} days is signed out, and every device after a year.`,
    thisDevice: 'This device',
    lastUsed: (when: string) => `Last used ${when}`,
    endSession: (device: string) => `Sign out ${own(device)}`,
    end: 'Sign out',
    devicesFailed: 'The devices could not be loaded.',
    language: 'Language',
    languageOfBrowser: 'Same as the browser',
    showLocalTime: 'Show others my local time',
    showLocalTimeHint:
      'It tells roughly where you are, so it is off until you turn it on. It follows the device you are using.',
  },

  notifications: {
    title: 'Notifications',
    hint: 'For messages that arrive while you are not looking at Parley.',
    region: 'Notifications',
    unseenFrom: (name: string, n: number) => (n > 1 ? `${own(name)} (${n})` : name),
    hidden: (n: number) => count(n, { one: 'New message', other: '# new messages' }),
    offerTitle: 'Get notified when someone writes to you?',
    offerHint: 'Only while you are not looking at Parley.',
    offerAccept: 'Turn on',
    offerDecline: 'Not now',
    show: 'Show notifications on this device',
    previews: 'Show the message text',
    previewsHint: 'Otherwise a notification only says who wrote.',
    sound: 'Play a sound',
    soundHint: 'Short and quiet. It works without notifications, too.',
    test: 'Send a test',
    testHint:
      'Works like a real message, except that it also appears while you are looking at this page.',
    testSent:
      'Sent. If nothing appeared, your system is holding it back: check its notification settings, and whether Do Not Disturb is on.',
    testBody: 'This is what a new message will look like.',
    why: {
      off: 'Nothing was sent: notifications are turned off on this device.',
      'not-asked': 'Nothing was sent: the browser has not been asked for permission yet.',
      denied: 'Nothing was sent: this browser blocks notifications from Parley.',
      insecure:
        'Nothing was sent: browsers show notifications only for addresses that begin with https.',
      unsupported: 'Nothing was sent: this browser cannot show notifications here.',
      failed: 'The browser refused to show it. Try again, or restart the browser.',
      other: 'Nothing was sent: a newer notification has just been shown.',
    },
    denied:
      'This browser blocks notifications from Parley. To change that, open the site settings (the icon next to the address), allow notifications and come back here.',
    insecure:
      'Browsers show notifications only for addresses that begin with https, and this one does not. Whoever runs this server can change that.',
    unsupported:
      'This browser cannot show notifications here. On an iPhone or iPad, add Parley to the home screen first.',
  },

  away: {
    title: 'No connection',
    hint: 'Parley cannot be reached right now. This page will load by itself as soon as it can.',
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
    dropHint: 'You can also paste or drop a picture.',
    cropTitle: 'Choose what is shown',
    opening: 'Opening the picture…',
    cropArea: 'Part of the picture',
    cropHint: 'Drag the picture, or tap what should be in the middle. Pinch or scroll to zoom.',
    cropKeys: 'Arrow keys move it, + and − zoom, R rotates, 0 starts over.',
    stilled: 'This is an animation. Its first frame will be your picture.',
    cropState: ({ zoom, across, down }: { zoom: number; across: number; down: number }) =>
      `Zoom ${zoom} %, the middle is ${across} % from the left and ${down} % from the top`,
    zoom: 'Zoom',
    percent: (n: number) => `${n} %`,
    turn: 'Rotate',
    reset: 'Start over',
    use: 'Use picture',
    useWhole: 'Use it as it is',
    cannotShow: (name: string) =>
      `This browser cannot show ${own(name)}, so you cannot choose a part of it here. It may still work: if you use it as it is, the middle of it is shown.`,
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
  failed: {
    codes: ERROR_MESSAGE,
    reasons: REASON_MESSAGE,
    problems: {
      required: 'is required',
      wrong: 'is not right',
      taken: 'already has an account',
      not_an_address: 'is not a valid address',
      unprintable: 'has characters that cannot be shown',
      unreadable: 'must have a letter, a digit or an emoji',
      common: 'is among the most common passwords; please choose another',
      not_valid: 'is not valid',
    } satisfies Record<Exclude<FieldProblem['reason'], 'too_short' | 'too_long'>, string>,
    too_short: (limit: number) => `must be at least ${limit} characters`,
    too_long: (limit: number) => `must be at most ${limit} characters`,
  },

  error: {
    notFoundTitle: 'Nothing here',
    notFoundHint: 'The page you are looking for does not exist, or has been removed.',
    title: 'Something went wrong',
    hint: 'Your messages are safe. Try again, or come back in a moment.',
    home: 'Go to your conversations',
  },
};

export type Words = typeof en;
