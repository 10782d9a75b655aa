import { createCounter } from '@/components/i18n/create-counter';
import { en } from '@/components/i18n/en';
import { createIsolate } from '@/components/i18n/isolate';
import type { MicrophoneProblem } from '@/lib/client/platform/microphone-problem';
import { ERROR_MESSAGE, REASON_MESSAGE } from '@/lib/shared/error-messages';
import type { FieldProblem } from '@/lib/shared/errors';
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

/**
 * Every word a person can see or hear, in English: each other language is a file of this shape. What
 * stands here comes with what is fetched on demand, or with pages of its own; what a conversation is
 * shown with stands in `en.ts`, because everybody fetches that first.
 */
export const allEnglish = {
  ...en,

  common: {
    ...en.common,
    save: 'Save changes',
    saving: 'Saving…',
    saved: 'Saved',
    optional: 'optional',
    checkFields: 'Please check the highlighted fields.',
  },

  status: {
    ...en.status,
    notSent: 'Not sent.',
    uploading: (percent: number) => `Uploading, ${percent} %`,
    edit: 'Edit',
    delete: 'Delete',
    retry: 'Retry',
    cancelUpload: 'Cancel upload',
  },

  sharing: {
    title: 'Share with',
    newMessage: 'New message',
    lastConversation: 'Last conversation',
    toWhom: 'For whom is it?',
    content: 'What is shared',
    hint: 'It goes into the message field. Nothing is sent until you send it.',
    reading: 'One moment…',
    gone: 'What was shared is no longer here. Please share it again.',
    tooLarge: 'Together with the others this is too large to take along.',
    tooMany: (max: number) => `Only ${max} files can be sent at once.`,
    textCut: (max: number) =>
      `The text is longer than a message of ${max} characters; its end was left out.`,
    textLost: 'The end of the text was left out, because it was too long for an address.',
    filesLost:
      'Files could not be taken along. Once Parley has been open in this browser for a moment, share them again.',
  },

  switcher: {
    ...en.switcher,
    placeholder: 'Type a name',
    hint: 'Arrow keys to choose, Enter to open, Esc to close',
  },

  settings: {
    ...en.settings,
    pin: 'Pin to the top',
    unpin: 'Unpin',
    pinnedNow: 'Pinned to the top.',
    unpinned: 'No longer pinned.',
    archive: 'Archive',
    unarchive: 'Move back to the list',
    archivedNow: 'Archived. A new message brings it back.',
    unarchived: 'Back in the list.',
    markRead: 'Mark as read',
    markedRead: 'Marked as read.',
    markUnread: 'Mark as unread',
    markedUnread: 'Marked as unread.',
    muteHour: 'Mute for 1 hour',
    muteEightHours: 'Mute for 8 hours',
    muteTomorrow: 'Mute until tomorrow morning',
    muteAlways: 'Mute until I turn it back on',
    mutedNow: 'Muted.',
    unmute: 'Unmute',
    unmuted: 'No longer muted.',
    undo: 'Undo',
    undone: 'Undone.',
    refused: 'That did not work. Please try again.',
    clear: 'Clear conversation…',
    clearTitle: 'Clear this conversation?',
    clearHint: (name: string) =>
      `Every message in it is gone for you, on all your devices. ${own(name)} keeps them and is not told. This cannot be undone.`,
    clearNotesHint: 'Every note is gone, on all your devices. This cannot be undone.',
    clearNow: 'Clear',
    block: 'Block…',
    blockTitle: (name: string) => `Block ${own(name)}?`,
    blockHint:
      'You will no longer be able to write to each other, see whether the other is online, or find each other. What was written stays. They are not told.',
    blockNow: 'Block',
    unblock: 'Unblock',
    unblockPerson: (name: string) => `Unblock ${own(name)}`,
    unblocked: (name: string) => `${own(name)} is no longer blocked.`,
    blockedHint: (name: string) => `You have blocked ${own(name)}.`,
    blockedTitle: 'Blocked people',
    blockedListHint: 'They cannot write to you, see whether you are online, or find you.',
    blockedFailed: 'The list could not be loaded.',
    nobodyBlocked: 'You have not blocked anybody.',
    report: 'Report…',
    reportTitle: (name: string) => `Report ${own(name)}`,
    reportHint: 'The people who run this server will read it. The person you report is not told.',
    reason: 'What is wrong?',
    reasonMissing: 'Please say what is wrong.',
    sendReport: 'Send report',
    reported: 'Thank you. Your report was sent.',
  },

  composer: {
    ...en.composer,
    removeImage: (name: string) => `Remove ${own(name)}`,
    asFiles: 'Send pictures as files, untouched',
    chosenImages: 'Chosen files',
    tooMany: (max: number) => `You can send up to ${max} files at once. The others were left out.`,
    unreadable: 'This file cannot be read.',
    fileTooLarge: (size: string) => `This server takes files up to ${size}.`,
    noRoom:
      'This browser has no room to keep this until it is sent. Leave this page open until then.',
    refused: (name: string, why: string) => `${own(name)}: ${why}`,
    stilled: (name: string) => `${own(name)} moves; only its first image is sent.`,
    preview: (host: string) => `A preview of ${own(host)} will be shown`,
    noPreview: (host: string) => `No preview of ${own(host)} will be shown`,
    withoutPreview: 'Without preview',
    withPreview: 'With preview',
  },

  files: {
    video: (name: string) => `Video ${own(name)}`,
    /** The name of the file follows. */
    download: 'Download: ',
    progress: (percent: number, size: string) => `${percent}% of ${size}`,
    noneShared: 'Files and voice messages of this conversation appear here.',
    sharedFailed: 'The files could not be loaded.',
    olderShared: 'Show older ones',
  },

  pictures: {
    ...en.pictures,
    failed: 'The photo could not be loaded.',
    loading: 'Loading the photo…',
    counter: (n: number, total: number) => `${n} of ${total}`,
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
    download: 'Download',
    previous: 'Previous photo',
    next: 'Next photo',
    zoomIn: 'Enlarge',
    fit: 'Show all of it',
  },

  notifications: {
    unseenFrom: (name: string, n: number) => (n > 1 ? `${own(name)} (${n})` : name),
    hidden: (n: number) => count(n, { one: 'New message', other: '# new messages' }),
    /** Stand in a push, which says nothing else of a message. */
    message: 'New message',
    deleted: 'This message was deleted.',
    testBody: 'This is what a new message will look like.',
  },

  /** As they are printed on the keys. */
  keys: {
    ...en.keys,
    alt: 'Alt',
    shift: 'Shift',
    enter: 'Enter',
    home: 'Home',
    end: 'End',
    pageUp: 'Page Up',
    pageDown: 'Page Down',
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
    closedTitle: 'No new accounts',
    invitationTitle: 'By invitation only',
    or: 'or',
    withProvider: (provider: string) => `Continue with ${own(provider)}`,
    invitedTitle: (name: string) => `${own(name)} invites you to Parley`,
    invitedHint: 'Create an account, and you can write to each other.',
    invitationOverHint:
      'This invitation cannot be used any more. You can create an account without it.',
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
    forgot: 'Forgot your password?',
    forgotHint:
      'Enter the e-mail address of your account to get a link for choosing a new password.',
    sendLink: 'Send link',
    sendingLink: 'Sending…',
    forgotSentTitle: 'Check your mail',
    forgotSent: (email: string, minutes: number) =>
      `If there is an account for ${own(email)}, a link is on its way there. It works for ${minutes} minutes.`,
    forgotNothing:
      'Nothing there after a few minutes? Look in the spam folder, or try again with another address.',
    forgotAgain: 'Try another address',
    forgotOperator:
      'This server does not send mail. Ask whoever runs it for a link to a new password.',
    backToLogIn: 'Back to sign-in',
    resetTitle: 'Choose a new password',
    resetHint: 'It replaces the old one. All your devices are signed out.',
    code: 'Code from the mail, or a recovery code',
    resetEmailHint: 'From now on you can sign in with it, too.',
    haveCode: 'I have a recovery code',
    setPassword: 'Set new password',
    settingPassword: 'Setting it…',
    resetDoneTitle: 'Your password has been changed',
    resetDone: 'All your devices are signed out. Sign in with the new password.',
    newLink: 'Get a new link',
    confirmEmailTitle: 'Confirm your new e-mail address',
    confirmEmailHint: 'From then on you sign in with it.',
    confirmEmail: 'Confirm',
    confirmEmailDoneTitle: 'Your e-mail address has been changed',
    confirmEmailDone: 'From now on you sign in with it.',
  },

  /** Of what the server sends by mail. */
  mail: {
    resetSubject: 'Your new password for Parley',
    resetLink: (name: string) =>
      `Hello ${own(name)}, a new password was asked for, for your account. This link leads to the page where you choose it:`,
    resetCode: (name: string, page: string) =>
      `Hello ${own(name)}, a new password was asked for, for your account. Open Parley as you always do, put ${page} after its address, and enter this code there:`,
    resetTime: (minutes: number) => `It works once, for ${minutes} minutes.`,
    resetNotYou:
      'If it was not you who asked, you need not do anything: your password stays as it is.',
    resetButton: 'Choose a new password',
    emailSubject: 'Confirm your e-mail address for Parley',
    emailLink: (name: string) =>
      `Hello ${own(name)}, this is to become the e-mail address of your account. To confirm that you get mail here, open this link:`,
    emailCode: (name: string, page: string) =>
      `Hello ${own(name)}, this is to become the e-mail address of your account. To confirm that you get mail here, open Parley as you always do, put ${page} after its address, and enter this code there:`,
    emailNotYou: 'If you did not ask for this, you need not do anything.',
    emailButton: 'Confirm this address',
    movedSubject: 'Your Parley account has a new e-mail address',
    moved: (name: string, email: string) =>
      `Hello ${own(name)}, from now on you sign in to your account with ${own(email)}.`,
    movedNotYou: 'If it was not you who changed it, tell whoever runs the server at once.',
  },

  /** Said aloud when it happens. */
  news: {
    messageFrom: (name: string) => `New message from ${own(name)}`,
    messageCame: 'New message',
    reactionRefused: 'The reaction could not be saved',
    reactedTo: (name: string, emoji: string, what: string) =>
      `${own(name)} reacted ${emoji} to: ${own(what)}`,
  },

  actions: {
    menu: 'Message actions',
    reply: 'Reply',
    react: 'React',
    reactWith: (emoji: string) => `React with ${emoji}`,
    more: 'More emoji',
    copy: 'Copy text',
    link: 'Copy link',
    edit: 'Edit',
    removePreview: 'Remove preview',
    forward: 'Forward',
    select: 'Select',
    report: 'Report…',
    delete: 'Delete',
    copied: 'Copied',
    copyFailed: 'This browser does not allow copying here. Select the text and copy it by hand.',
    deleteTitle: (n: number) =>
      count(n, { one: 'Delete this message?', other: 'Delete # messages?' }),
    deleteEveryoneHint: (name: string) =>
      `For everyone: it disappears on all your devices and on those of ${own(name)}; a line says that a message was deleted.`,
    deleteMeHint: (name: string) =>
      `For you: only you no longer see it, and ${own(name)} still does. Neither can be undone.`,
    deleteOwnHint: 'This cannot be undone.',
    forEveryone: 'Delete for everyone',
    forMe: 'Delete for me',
    replyTo: (name: string) => `Reply to ${own(name)}`,
    replyToSelf: 'Reply to yourself',
    cancelReply: 'Do not reply to this message',
    editing: 'Editing',
    cancelEdit: 'Do not change the message',
    editRefused: 'The change was not saved.',
    removeRefused: 'The message was not deleted.',
    editAgain: 'Edit again',
    dismiss: 'Dismiss',
    forwardTitle: (n: number) =>
      count(n, { one: 'Forward the message to', other: 'Forward # messages to' }),
    forwardMax: (max: number) => `You can choose up to ${max} people.`,
    forwardedTo: (name: string, others: number) =>
      others > 0
        ? `Forwarded to ${own(name)} and ${count(others, { one: '# other', other: '# others' })}`
        : `Forwarded to ${own(name)}`,
    openConversation: (name: string) => `Open ${own(name)}`,
    selection: 'Selected messages',
    selected: (n: number) => count(n, { one: '# selected', other: '# selected' }),
    selectMax: (max: number) => `${max} selected, which is the most`,
    leaveSelection: 'Stop selecting',
  },

  jump: {
    toDate: 'Go to a date',
    toFirst: 'Go to the first message',
    back: 'Back to where you were',
    landed: (day: string) => `Message shown: ${day}`,
    loading: 'Going there…',
    missing: 'That message does not exist.',
    offline: 'You are offline, and that part of the conversation is not on this device.',
    failed: 'That part of the conversation could not be loaded.',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    previousYear: 'Previous year',
    nextYear: 'Next year',
  },

  search: {
    messages: 'Messages',
    none: (q: string) => `No message found for “${own(q)}”`,
    loadFailed: 'The messages could not be searched.',
    offline: 'Messages are searched on the server, which cannot be reached right now.',
    hint: 'Words, "a phrase", from:me, before:2026-01-31, has:image, has:file, has:voice',
    older: 'Older result',
    newer: 'Newer result',
    close: 'Close search',
    nothing: 'No results',
    position: (n: number, all: number) => `${n} of ${all}`,
    positionOfMore: (n: number, all: number) => `${n} of more than ${all}`,
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
    ownLinks: 'Links for certain people, with an end',
    personalHint:
      'Whoever follows your link can create an account, and the two of you see each other from then on.',
    forPeople: 'For',
    people: (n: number) => count(n, { one: '# person', other: '# people' }),
    validFor: 'Valid for',
    days: (n: number) => count(n, { one: '# day', other: '# days' }),
    create: 'Create link',
    shownOnce: 'Your link is ready. It is shown only now, so copy it before you leave.',
    own: 'Your links',
    left: (left: number, uses: number) => `${left} of ${uses} uses left`,
    usedUp: (uses: number) => count(uses, { one: 'Used', other: 'Used # times' }),
    until: (when: string) => `Valid until ${when}`,
    revoke: 'Take back',
    revokeThat: (made: string) => `Take back the link made on ${made}`,
    loadFailed: 'Your links could not be loaded.',
  },

  profileLink: {
    title: 'Your link',
    hint: 'Whoever opens it signs in and can write to you.',
    label: 'Profile link',
    code: 'QR code of your profile link',
    replace: 'Replace link',
    replaceHint: 'If it got into the wrong hands: the old link then leads nowhere.',
    replaced: 'Your link has been replaced.',
    loadFailed: 'Your link could not be loaded.',
    findHint:
      'You see only the people you write with. Find others by typing their whole e-mail address into the search, open a link they send you, or give them yours:',
    nobodyHint: 'People appear here as soon as they have an account.',
  },

  voice: {
    messageOf: (length: string) => `Voice message, ${length}`,
    from: (name: string) => `Voice message from ${own(name)}`,
    play: 'Play',
    pause: 'Pause',
    position: (at: string, all: string) => `${at} of ${all}`,
    speed: (times: string) => `Speed ${times}`,
    unplayable: 'It could not be played.',
    download: 'Download',
    goTo: 'Show the message',
    stopPlaying: 'Stop playing',
    asking: 'Waiting for the microphone…',
    recording: 'Recording',
    started: 'Recording. Stop to listen to it first, Esc to discard it.',
    slide: 'Slide to discard',
    stop: 'Stop recording',
    cancel: 'Discard recording',
    cancelled: 'The recording was discarded.',
    silent: 'Nothing can be heard. Is the microphone on?',
    finishing: 'One moment…',
    recorded: 'Recorded voice message',
    ready: (length: string) => `Recorded, ${length}. Listen to it, send it, or discard it.`,
    send: 'Send voice message',
    ended: {
      limit: (minutes: number) =>
        `A voice message can be ${minutes} minutes long. This is what was recorded until then.`,
      unplugged: 'The microphone is gone. This is what was recorded until then.',
      failed: 'The recording ended early. This is what there is of it.',
    },
    problem: {
      insecure:
        'Browsers let only pages with an https address record. Parley was opened without one.',
      unsupported: 'This browser cannot record sound.',
      refused:
        'Parley may not use the microphone. You can allow it in the browser, at the address of this page.',
      missing: 'There is no microphone on this device.',
      busy: 'The microphone could not be started. Another program may be using it.',
      failed: 'That did not work. Please try again.',
    } satisfies Record<MicrophoneProblem, string>,
  },

  codeBlock: {
    copy: 'Copy code',
    copied: 'Copied',
    selected: 'The code is selected. Copy it from here.',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    everywhere: 'Everywhere',
    goToName: 'Go to a name',
    searchConversation: 'Search in this conversation',
    nextConversation: 'Next conversation',
    previousConversation: 'Previous conversation',
    leave: 'Close, or go back to the list',
    thisSheet: 'Show these shortcuts',
    inList: 'In the list',
    upAndDown: 'Up and down',
    byPage: 'Page up or down',
    ends: 'First and last',
    open: 'Open',
    inConversation: 'In the messages',
    otherMessage: 'Message above or below',
    firstAndLastMessage: 'First and last message',
    messageActions: 'What can be done with it',
    selectMore: 'Select one more, while selecting',
    toWriting: 'Back to writing',
    editLast: 'Edit the last message, in an empty field',
    whileWriting: 'While writing',
    send: 'Send',
    newLine: 'New line',
    bold: 'Bold',
    italic: 'Italic',
    strike: 'Strikethrough',
    code: 'Code',
    onSeparator: 'On the divider between two panes',
    wider: 'Wider or narrower',
    usualWidth: 'Usual width',
  },

  /** The pages of an export, which are read far from here. */
  export: {
    title: (name: string) => `Parley: the data of ${own(name)}`,
    madeAt: (when: string, zone: string) => `As of ${when} (${zone})`,
    zone: (zone: string) => `Times are in the time zone ${zone}`,
    allConversations: 'All conversations',
    noConversations: 'There are no conversations yet.',
    older: 'Older messages',
    newer: 'Newer messages',
    page: (number: number, total: number) => `Page ${number} of ${total}`,
    messages: (n: number) => count(n, { one: '# message', other: '# messages' }),
    missingPicture: 'This photo could not be read when the copy was made.',
    missingFile: 'This file could not be read when the copy was made.',
  },

  data: {
    title: 'Your data',
    hint: 'A copy of everything you can see here: your account, your conversations and the photos in them. It is a zip file with pages that open in any browser, and the same as JSON for programs.',
    size: 'It is about as large as the photos in it.',
    download: 'Download your data',
    started: 'The download has begun. Your browser shows how far it is.',
    busy: 'A copy is being made already. Please try again when it is done.',
    beforeDeletion: 'Keep a copy first: afterwards nobody can make one.',
  },

  /** Of the page for those who run the server. */
  administration: {
    title: 'Administration',
    parts: {
      people: 'People',
      invitations: 'Invitations',
      reports: 'Reports',
      server: 'Server',
    },
    failed: 'This could not be loaded.',
    more: 'Show more',
    searchPeople: 'Search by name or e-mail',
    total: (n: number) => count(n, { one: '# account', other: '# accounts' }),
    nobodyFound: 'Nobody found.',
    you: 'You',
    administrator: 'Administrator',
    disabled: 'Disabled',
    joined: (when: string) => `Joined ${when}`,
    lastSeen: (when: string, sessions: number) =>
      `Last seen ${when}, ${count(sessions, { one: 'signed in on # device', other: 'signed in on # devices' })}`,
    neverSeen: (sessions: number) =>
      count(sessions, { one: 'Signed in on # device', other: 'Signed in on # devices' }),
    actions: (name: string) => `Actions for ${own(name)}`,
    resetLink: 'Link to a new password',
    linkHint: (name: string, minutes: number) =>
      `Give this link to ${own(name)}. It works once, for ${minutes} minutes, and is shown only now.`,
    link: 'Link',
    linkCode: 'QR code of the link',
    endSessions: 'Sign out everywhere',
    sessionsEnded: (n: number) =>
      count(n, { one: 'Signed out on # device.', other: 'Signed out on # devices.' }),
    makeAdministrator: 'Make administrator',
    makeMember: 'Remove as administrator',
    isAdministrator: (name: string) => `${own(name)} is an administrator now.`,
    isMember: (name: string) => `${own(name)} is no longer an administrator.`,
    disable: 'Disable account',
    enable: 'Enable account',
    isDisabled: (name: string) => `${own(name)} can no longer sign in.`,
    isEnabled: (name: string) => `${own(name)} can sign in again.`,
    delete: 'Delete account…',
    deleteTitle: (name: string) => `Delete the account of ${own(name)}?`,
    deleteHint:
      'This cannot be undone. Name, picture, address and notes to oneself are deleted, and every device is signed out. Messages stay with the people they were sent to, from “Deleted account”. To keep somebody out for now, disable the account instead.',
    deleted: (name: string) => `The account of ${own(name)} was deleted.`,
    invitationsHint: 'Everybody’s links that have not ended.',
    noInvitations: 'There are no invitation links.',
    takenBack: 'The link was taken back.',
    reportsHint: 'What people reported, with the message as it was then.',
    noReports: 'Nothing is open.',
    showDone: 'Show what is done as well',
    nobody: 'Deleted account',
    about: (name: string) => `About ${own(name)}`,
    reportedBy: (name: string, when: string) => `Reported by ${own(name)}, ${when}`,
    messageOf: (name: string, when: string) => `Message from ${own(name)}, ${when}`,
    reportedImage: 'The reported picture',
    markDone: 'Mark as done',
    markOpen: 'Open again',
    isDone: 'Marked as done.',
    isOpen: 'Open again.',
    blockForMe: 'Block for me',
    isBlocked: (name: string) => `${own(name)} can no longer write to you.`,
    storage: 'Storage and use',
    database: 'Database',
    uploads: 'Pictures',
    freeDisk: 'Free on the disk',
    sessions: 'Signed-in devices',
    messages: 'Messages',
    messagesLastWeek: 'Messages in the last week',
    number: (n: number) => count(n, { other: '#' }),
    size: (bytes: number) => count(Math.ceil(bytes / BYTES_PER_MEGABYTE), { other: '# MB' }),
    files: (n: number, bytes: number) =>
      `${count(n, { one: '# file', other: '# files' })}, ${count(Math.ceil(bytes / BYTES_PER_MEGABYTE), { other: '# MB' })}`,
    unknown: 'not known',
    settingsInForce: 'Version and settings',
    settingsHint: 'Set where the server is started, see the documentation.',
    version: 'Version',
    none: 'not set',
    isSet: 'set',
    noMail: 'no mail is sent',
  },

  settingsPage: {
    title: 'Settings',
    back: 'Back to settings',
    search: 'Search settings',
    results: 'Settings found',
    found: (n: number) =>
      n === 0 ? 'Nothing found.' : count(n, { one: '# setting found', other: '# settings found' }),
    account: 'Account and sign-in',
    privacy: 'Privacy and blocked people',
    appearance: 'Appearance and writing',
    devices: 'Devices',
    data: 'Your data',
    /** What people type who mean the theme, their devices, or their data; found, never shown. */
    alsoTheme: 'dark mode, light mode, night, design, colours',
    alsoDevices: 'sessions, log out, sign out everywhere, phone, computer',
    alsoData: 'export, backup, archive, zip, copy',
    notSaved: 'Not saved yet',
    discard: 'Discard changes',
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
    changeEmail: 'Change e-mail address',
    changeEmailHint: 'The one you sign in with.',
    newEmail: 'New e-mail address',
    emailSent: (email: string) =>
      `A link is on its way to ${own(email)}. Your address changes once you open it and confirm.`,
    emailChanged: 'Your e-mail address has been changed.',
    passwordChanged: 'Your password has been changed.',
    deleteAccount: 'Delete account',
    deleteAccountHint:
      'For good, with your picture, your notes to yourself and all devices signed out.',
    deleteAccountWhat:
      'This cannot be undone. Your name, picture, address and notes to yourself are deleted, and every device is signed out. Messages you sent stay with the people you sent them to, from “Deleted account”: delete those you want gone first.',
    deleteAccountConfirm: 'Delete for good',
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

  /** Of people one does not know. */
  requests: {
    nothing: { archived: 'Nothing is archived.', request: 'Nobody is waiting for an answer.' },
    title: 'Request',
    waiting: (n: number) => count(n, { one: '# request', other: '# requests' }),
    hint: (name: string) =>
      `You do not know ${own(name)} yet. They see only that their message was sent, until you accept or answer.`,
    accept: 'Accept',
    remove: 'Delete',
  },

  /** Of a history that comes from another messenger. */
  imports: {
    menu: 'Bring in a history…',
    title: 'Bring in a history',
    loadFailed: 'It could not be loaded whether there is one already.',
    span: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),
    asks: (name: string, n: number, source: string) =>
      `${own(name)} would like to bring ${count(n, { one: '# message', other: '# messages' })} from ${source} into this conversation.`,
    asksHint:
      'They will come before the messages here. Either of you can remove them later, for both.',
    accept: 'Accept',
    decline: 'Decline',
    waiting: (name: string, n: number, source: string) =>
      `${own(name)} has been asked whether ${count(n, { one: '# message', other: '# messages' })} from ${source} may come into this conversation.`,
    withdraw: 'Withdraw',
    declined: (name: string, n: number, source: string) =>
      `${own(name)} does not want ${count(n, { one: 'the message', other: 'the # messages' })} from ${source} in this conversation.`,
    putAway: 'OK, understood',
    tryAnother: 'Try another export',
    draft: (n: number, source: string) =>
      `You began to hand in ${count(n, { one: '# message', other: '# messages' })} from ${source}, and did not finish.`,
    beginAnew: 'Begin anew',
    throwAway: 'Throw it away',
    comingIn: (n: number, source: string) =>
      `${count(n, { one: '# message', other: '# messages' })} from ${source}: being brought in…`,
    goingOut: (n: number, source: string) =>
      `${count(n, { one: '# message', other: '# messages' })} from ${source}: being removed…`,
    done: (n: number, source: string) =>
      count(n, {
        one: `# message from ${source} is in this conversation.`,
        other: `# messages from ${source} are in this conversation.`,
      }),
    remove: 'Remove for both…',
    removeNotes: 'Remove…',
    removeHint: (name: string) =>
      `They disappear for you and for ${own(name)}, on all devices, with their photos. This cannot be undone.`,
    removeNotesHint:
      'They disappear on all your devices, with their photos. This cannot be undone.',
    removeNow: 'Remove for good',
    removed: 'The history was removed.',

    chooseTitle: 'Choose the export',
    chooseHint: (name: string) =>
      `Messages of a chat elsewhere, with their photos, come before those here once ${own(name)} agrees.`,
    chooseNotesHint:
      'Messages of a chat elsewhere, with their photos, come before your notes here.',
    stays: (button: string) =>
      `The files are read on this device. Nothing leaves it before you press “${button}”.`,
    ask: (name: string) => `Ask ${own(name)}`,
    bringIn: 'Bring in',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
    dropHint: 'Or drop them here.',
    reading: 'Reading the files…',
    howTo: 'How to get an export',
    howToOf: {
      whatsapp:
        'On your phone, open the chat and its menu, then “Export chat”, and include the media. Choose the zip file here.',
      telegram:
        'In Telegram Desktop, open the chat and its menu, then “Export chat history”, and choose JSON as the format. Choose the folder here.',
      signal:
        'In Signal’s settings, export your chats as plain text, with the media. Choose the folder here.',
      messenger:
        'In Meta’s Accounts Center, export your information: the messages, as JSON. Chats with end-to-end encryption are a download of their own, in the privacy settings of Messenger. Choose the zip files here.',
      instagram:
        'In Meta’s Accounts Center, export your information: the messages, as JSON. Choose the zip files here.',
      parley:
        'In Parley’s settings, under “Your data”, download your data. Choose the zip file here.',
    },
    refused: {
      'unknown-format':
        'This is not an export that Parley can read. Choose the zip file or the folder as the messenger made it.',
      'not-a-zip':
        'This zip file cannot be opened. Perhaps it was not downloaded completely: try to get it again.',
      damaged: 'The export is damaged and cannot be read. Try to get it again.',
      encrypted: 'The export is encrypted. Get one without a password.',
      empty: 'There is no message in it.',
      group: 'This is the chat of a group. Only chats of two people can be brought in.',
    },
    tooMany: (max: number) =>
      count(max, { other: 'These are too many messages: at most # can be brought in.' }),

    chatsTitle: 'Which chat?',
    chatsHint: 'More than one are joined into one history.',
    filterChats: 'Find a chat',
    noChat: 'There is no chat of that name.',
    next: 'Continue',
    datesTitle: 'Which day is meant?',
    datesHint: (example: string) =>
      `The export writes “${example}”, and does not say what is the day and what the month.`,
    whoTitle: 'Who is who?',
    whoAreYou: 'Which of the two are you?',
    whoIs: (sender: string) => `Who is “${own(sender)}”?`,
    whoMissing: 'Please choose.',
    zoneTitle: 'In which time zone?',
    zone: 'Time zone',
    zoneHint: 'Of the phone that made the export, which does not say it.',

    previewTitle: 'This will come',
    messagesFrom: (n: number, source: string) =>
      `${count(n, { one: '# message', other: '# messages' })} from ${source}`,
    leftOut: 'This is left out:',
    leftOutOf: {
      otherFiles: (n: number) =>
        count(n, {
          one: '# video, voice message or other file; its name comes',
          other: '# videos, voice messages and other files; their names come',
        }),
      system: (n: number) =>
        count(n, {
          one: '# notice of the app, such as a call',
          other: '# notices of the app, such as calls',
        }),
      deleted: (n: number) => count(n, { one: '# deleted message', other: '# deleted messages' }),
      damaged: (n: number) =>
        count(n, {
          one: '# message that cannot be read',
          other: '# messages that cannot be read',
        }),
      largePictures: (n: number) =>
        count(n, { one: '# photo that is too large', other: '# photos that are too large' }),
    },
    overlaps: (last: string, first: string) =>
      `The last of them is from ${last}, and the first message here from ${first}. They come before it all the same.`,
    preview: 'How they will look',
    more: (n: number) => count(n, { one: '# more message', other: '# more messages' }),

    handInTitle: 'Handing in',
    progress: (percent: number) => `Handed in: ${percent} %`,
    stay: 'Leave this page open until it is done.',
    waits: 'The server does not answer, or has too much to do. This goes on by itself.',
    notTaken: (n: number) =>
      count(n, {
        one: '# photo was not taken: it cannot be read, or is too large. Its message comes without it.',
        other:
          '# photos were not taken: they cannot be read, or are too large. Their messages come without them.',
      }),
    leaveTitle: 'Stop handing in?',
    leaveHint: 'What was handed in so far is thrown away.',
    leave: 'Stop',
    stayHere: 'Go on',
  },

  handle: {
    title: 'Handle',
    hint: 'Others find you by it, and tell you from people of the same name.',
    label: 'Your handle',
    rules:
      'Letters from a to z and digits, with single dots or underscores between them. Empty for none.',
    taken: 'is not free; please choose another',
    save: 'Save handle',
    set: (handle: string) => `You are ${own(`@${handle}`)} now.`,
    removed: 'You have no handle any more.',
  },

  privacy: {
    title: 'Privacy',
    hint: 'What you do not show, you do not see of others either.',
    online: 'Show when I am online',
    lastSeen: 'Show when I was last online',
    lastSeenHint: 'Only together with the one above.',
    seen: 'Show which messages I have seen',
    seenHint:
      'Without it, others see that a message has reached you, and no more. Once it is on again, they see how far you have read.',
    requests: 'Ask me first',
    requestsHint:
      'Messages of people you do not know come as requests: without a sound, and counted nowhere until you accept or answer.',
    failed: 'Your settings could not be loaded.',
  },

  bots: {
    title: 'Bots',
    hint: 'Accounts for programs. A bot writes and reads under a name of its own, and whoever has its key speaks for it. Programs that only have something to tell you can use its webhook.',
    loadFailed: 'The bots could not be loaded.',
    name: 'Name of a new bot',
    create: 'Make a bot',
    shownOnce: (name: string) =>
      `${own(name)} is ready. This is shown only now, so copy it before you leave.`,
    key: 'Key',
    webhook: 'Webhook',
    copyKey: 'Copy the key',
    copyWebhook: 'Copy the webhook',
    copied: 'Copied',
    selected: 'It is selected. Copy it from here.',
    unused: 'not used yet',
    lastUsed: (when: string) => `last used ${when}`,
    noKey: 'has no key',
    newKey: 'New key',
    newKeyOf: (name: string) => `New key for ${own(name)}`,
    newKeyHint: 'The present key ends at once, and programs that use it are cut off.',
    newWebhook: 'New webhook',
    newWebhookOf: (name: string) => `New webhook for ${own(name)}`,
    newWebhookHint: 'The present address ends at once.',
    remove: 'Delete',
    removeOf: (name: string) => `Delete ${own(name)}`,
    removeHint: 'Its key and its webhook end at once. What it wrote stays with those it wrote to.',
    refused: 'That did not work. Please try again.',
  },

  passkeys: {
    heading: 'Passkeys',
    hint: 'Sign in with your fingerprint, your face, or the PIN of your device or security key. There is nothing to remember, and nothing that could be stolen from the server.',
    none: 'You have no passkeys.',
    loadFailed: 'The passkeys could not be loaded.',
    logIn: 'Sign in with a passkey',
    signUp: 'Create account with a passkey',
    signUpHint: 'All you need is a name: no e-mail address, no password.',
    waiting: 'Follow your device…',
    add: 'Add a passkey',
    addHint: 'Before that, please show that it is you.',
    added: 'The passkey has been added.',
    rename: 'Rename',
    renameOf: (name: string) => `Rename ${own(name)}`,
    name: 'Name',
    nameHint: 'Empty: the device on which it was made.',
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${own(name)}`,
    removeHint: (name: string) =>
      `You can no longer sign in with ${own(name)}. Delete it on your device, too; otherwise it goes on being offered there.`,
    created: (when: string) => `Added ${when}`,
    neverUsed: 'not used yet',
    lastUsed: (when: string) => `last used ${when}`,
    synced: 'synced',
    device: (browser: string, system: string) => `${own(browser)} on ${own(system)}`,
    unknownDevice: 'Unknown device',
    confirmInstead: 'Confirm with a passkey instead',
    codesHint:
      'Lost your device? A recovery code lets you back in: make some below, and keep them where others cannot find them.',
  },

  secondFactor: {
    title: 'Second step when signing in',
    hint: 'Beside your password, a code from an authenticator app on your phone. A passkey needs none.',
    off: 'It is off: your password alone signs you in.',
    on: (when: string) => `It is on. Turned on ${when}.`,
    loadFailed: 'It could not be loaded whether it is on.',
    setUp: 'Set it up',
    next: 'Continue',
    scan: 'Scan this with your authenticator app, then enter the six digits it shows.',
    qr: 'QR code for your authenticator app',
    byHand: 'Or enter this key there:',
    code: 'Code',
    codeHint: 'The six digits your authenticator app shows, or one of your recovery codes.',
    turnOn: 'Turn on',
    turnOff: 'Turn it off',
    turnOffHint: 'From then on your password alone signs you in.',
    codesMade:
      'If you lose your phone, each of these recovery codes stands for a code once. Write them down or print them now: they are not shown again.',
  },

  recovery: {
    title: 'Recovery codes',
    hint: 'Each sets a new password once, if you have forgotten yours or lost your passkey. Keep them where others cannot find them.',
    left: (n: number) =>
      n === 0
        ? 'You have no codes.'
        : count(n, { one: 'You have # code left.', other: 'You have # codes left.' }),
    make: 'Make ten new codes',
    shownOnce:
      'Write these codes down or print them now: they are not shown again. Codes from before no longer work.',
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
    push: {
      off: 'While Parley is open, and also while it is closed where this browser can.',
      starting: 'Asking this browser to tell you also while Parley is closed…',
      on: 'Also while Parley is closed.',
      unsupported: 'While Parley is open: this browser cannot tell you while it is closed.',
      unreachable:
        'While Parley is open. To tell you while it is closed, this browser needs its maker’s push service, which it cannot reach.',
      failed: 'While Parley is open. Being told while it is closed could not be set up.',
    },
    pushRetry: 'Try again to be told while Parley is closed',
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

  pictureEditor: {
    edit: (name: string) => `Edit ${own(name)}`,
    title: 'Edit picture',
    tool: 'Tool',
    tools: { crop: 'Crop', draw: 'Draw', hide: 'Blur' },
    hints: {
      crop: 'Drag the corners, or the frame itself.',
      draw: 'Draw on the picture.',
      hide: 'Paint over what nobody is to recognise.',
    },
    keys: {
      crop: 'Tab reaches the frame and its corners, arrow keys move them; Shift moves them less.',
      draw: 'Arrow keys move the pen, Space puts it down and lifts it; Shift moves it less.',
      hide: 'Arrow keys move the brush, Space puts it down and lifts it; Shift moves it less.',
    },
    surfaces: { draw: 'Picture to draw on', hide: 'Picture to blur' },
    frame: 'What is kept of the picture',
    corners: {
      'top-left': 'Top left corner',
      'top-right': 'Top right corner',
      'bottom-left': 'Bottom left corner',
      'bottom-right': 'Bottom right corner',
    },
    kept: ({ width, height }: { width: number; height: number }) =>
      `${width} % of the width and ${height} % of the height are kept`,
    lines: (n: number) =>
      count(n, { one: '# line on the picture', other: '# lines on the picture' }),
    colour: 'Colour',
    colours: { red: 'Red', yellow: 'Yellow', blue: 'Blue', black: 'Black', white: 'White' },
    turn: 'Rotate',
    undo: 'Undo',
    stilled: 'This is an animation. Its first frame is what can be edited and sent.',
    cannotShow: (name: string) =>
      `This browser cannot show ${own(name)}, so it cannot be edited here.`,
    failed:
      'The picture is too large for this device. Please crop more of it, or send it as it is.',
    done: 'Done',
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
      personal: 'must not be made of your name, your address or this server’s name',
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
