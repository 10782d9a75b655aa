import { createCounter } from '@/components/i18n/create-counter';
import { en } from '@/components/i18n/en';
import { createIsolate } from '@/components/i18n/isolate';
import { ERROR_MESSAGE, type FieldProblem, REASON_MESSAGE } from '@/lib/shared/errors';
import { SESSION_IDLE_DAYS } from '@/lib/shared/limits';

const count = createCounter('en');
const own = createIsolate('ltr');

/**
 * Every word a person can see or hear, in English: each other language is a file of this shape. What
 * stands here comes with what is fetched on demand, or with pages of its own; what a conversation is
 * shown with stands in `en.ts`, because everybody fetches that first.
 */
export const allEnglish = {
  ...en,

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

  emoji: {
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

  firstRun: {
    title: 'Welcome to Parley',
    hint: 'Nobody has an account on this server yet. The first one will be its administrator.',
    ready: 'Your server is ready',
  },

  invitation: {
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

  away: {
    title: 'No connection',
    hint: 'Parley cannot be reached right now. This page will load by itself as soon as it can.',
  },

  notificationSettings: {
    title: 'Notifications',
    hint: 'For messages that arrive while you are not looking at Parley.',
    region: 'Notifications',
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

  crop: {
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
  },

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

  notFound: {
    title: 'Nothing here',
    hint: 'The page you are looking for does not exist, or has been removed.',
    home: 'Go to your conversations',
  },
};

export type AllWords = typeof allEnglish;
