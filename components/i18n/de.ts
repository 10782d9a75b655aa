import type { AllWords } from '@/components/i18n/all-english';
import { createCounter } from '@/components/i18n/create-counter';
import { createIsolate } from '@/components/i18n/isolate';
import {
  IMAGE_MAX_BYTES,
  IMAGE_MAX_FRAMES,
  IMAGE_MAX_INPUT_SIDE_PIXELS,
  IMAGE_MAX_PIXELS,
  SESSION_IDLE_DAYS,
} from '@/lib/shared/limits';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const PIXELS_PER_MEGAPIXEL = 1_000_000;

const count = createCounter('de');
const own = createIsolate('ltr');

/** 5 Stunden 30 Minuten */
function span(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    hours > 0 && count(hours, { one: '# Stunde', other: '# Stunden' }),
    rest > 0 && count(rest, { one: '# Minute', other: '# Minuten' }),
  ];
  return parts.filter(Boolean).join(' ');
}

export const de: AllWords = {
  product: 'Parley',
  pageTitle: (page) => `${page} · Parley`,
  unseenTitle: (n) => (n > 0 ? `(${n}) Parley` : 'Parley'),
  conversationTitle: (name, n) => (n > 0 ? `(${n}) ${name} · Parley` : `${name} · Parley`),
  tagline: 'Gespräche, die dir gehören.',

  common: {
    cancel: 'Abbrechen',
    close: 'Schließen',
    back: 'Zurück',
    retry: 'Erneut versuchen',
    save: 'Änderungen speichern',
    saving: 'Wird gespeichert…',
    saved: 'Gespeichert',
    optional: 'optional',
    remove: 'Entfernen',
    checkFields: 'Bitte prüfe die markierten Felder.',
    somethingWrong: 'Das hat nicht geklappt. Bitte versuch es noch einmal.',
    charactersLeft: (n) =>
      n < 0
        ? `${count(-n, { other: '# Zeichen' })} zu viel`
        : `noch ${count(n, { other: '# Zeichen' })}`,
  },

  auth: {
    logInTitle: 'Willkommen zurück',
    logInHint: 'Melde dich an, um deine Gespräche fortzusetzen.',
    logIn: 'Anmelden',
    loggingIn: 'Anmeldung läuft…',
    signUpTitle: 'Konto anlegen',
    signUpHint: 'Ein Name, eine E-Mail-Adresse und ein Passwort genügen.',
    signUp: 'Konto anlegen',
    signingUp: 'Dein Konto wird angelegt…',
    noAccount: 'Neu bei Parley?',
    haveAccount: 'Hast du schon ein Konto?',
    fullName: 'Name',
    email: 'E-Mail',
    password: 'Passwort',
    bio: 'Über dich',
    passwordHint: (min) => `Mindestens ${min} Zeichen. Ein kurzer Satz eignet sich gut.`,
    showPassword: 'Passwort anzeigen',
    hidePassword: 'Passwort verbergen',
    summary: 'Bitte prüfe diese Angaben:',
    logOut: 'Abmelden',
    unsentTitle: 'Du hast ungesendete Nachrichten',
    unsentHint:
      'Entwürfe und noch nicht gesendete Nachrichten gibt es nur auf diesem Gerät. Beim Abmelden werden sie gelöscht.',
    logOutFailed: 'Du konntest nicht abgemeldet werden, weil Parley gerade nicht erreichbar ist.',
    logOutAnyway: 'Abmelden und löschen',
    sessionEnded: 'Du wurdest abgemeldet. Melde dich an, um weiterzumachen.',
  },

  people: {
    conversations: 'Gespräche',
    heading: 'Chats',
    search: 'Personen suchen',
    clearSearch: 'Suche leeren',
    searching: 'Suche läuft…',
    results: (n) => count(n, { one: '# Person gefunden', other: '# Personen gefunden' }),
    noResults: (q) => `Niemand gefunden für „${own(q)}“`,
    noResultsHint:
      'Versuch es mit dem Anfang eines Namens oder einer vollständigen E-Mail-Adresse.',
    nobody: 'Noch ist niemand hier',
    invite: 'Leute einladen',
    notHere: 'Noch nicht hier?',
    loadFailed: 'Die Liste konnte nicht geladen werden.',
    loadingMore: 'Weitere Personen werden geladen…',
    unread: (n) => count(n, { other: '# ungelesen' }),
    online: 'Online',
    offline: 'Offline',
    typing: 'schreibt…',
    you: 'Du:',
    photo: 'Foto',
    deleted: 'Nachricht gelöscht',
    startHint: 'Sag hallo',
    lastSeen: (when) => `Zuletzt online: ${when}`,
    justNow: 'gerade eben',
    today: 'Heute',
    yesterday: 'Gestern',
    at: (day, time) => `${day} um ${time}`,
    account: 'Dein Konto',
    details: 'Infos',
    showDetails: 'Infos anzeigen',
    hideDetails: 'Infos ausblenden',
    about: 'Info',
    noBio: (name) => `${own(name)} hat hier noch nichts geschrieben.`,
    memberSince: 'Dabei seit',
    localTime: 'Ortszeit',
    timeAhead: (minutes) =>
      minutes === 0
        ? 'Dieselbe Zeit wie bei dir'
        : `${span(Math.abs(minutes))} ${minutes > 0 ? 'vor' : 'hinter'} dir`,
    sharedPhotos: 'Geteilte Fotos',
    noPhotos: 'Hier erscheinen die Fotos, die ihr euch schickt.',
    pictureOf: (name) => `Bild von ${own(name)}`,
  },

  chat: {
    skip: 'Zum Gespräch springen',
    conversation: 'Gespräch',
    messages: 'Nachrichten',
    backToList: 'Zurück zu den Gesprächen',
    pickTitle: 'Wähle ein Gespräch',
    pickHint: 'Wähle jemanden aus der Liste.',
    pickShortcut: 'Oder drücke',
    pickShortcutEnd: 'und springe zu einem Namen.',
    emptyTitle: (name) => `Hier beginnt dein Gespräch mit ${own(name)}`,
    emptyHint: 'Sag hallo. Die erste Nachricht ist immer die schwerste.',
    wave: '👋',
    sendWave: 'Winken',
    loadFailed: 'Diese Nachrichten konnten nicht geladen werden.',
    loadingOlder: 'Ältere Nachrichten werden geladen…',
    loading: 'Nachrichten werden geladen…',
    beginning: 'Der Anfang eures Gesprächs',
    newMessages: 'Neue Nachrichten',
    jump: 'Zur neuesten Nachricht',
    jumpCount: (n) =>
      `${count(n, { one: '# neue Nachricht', other: '# neue Nachrichten' })}, zur neuesten Nachricht`,
    showMore: 'Mehr anzeigen',
    showLess: 'Weniger anzeigen',
    edited: 'bearbeitet',
    you: 'Du',
    notFound: 'Diese Person gibt es hier nicht',
    notFoundHint: 'Vielleicht ist der Link veraltet, oder das Konto gibt es nicht mehr.',
    openImage: 'Foto öffnen',
    imageFrom: (name, when) => `Foto von ${own(name)}, ${when}`,
    imageOwn: (when) => `Von dir gesendetes Foto, ${when}`,
    download: 'Herunterladen',
    previousImage: 'Voriges Foto',
    nextImage: 'Nächstes Foto',
    opensInNewTab: 'öffnet einen neuen Tab',
    messageFrom: (name) => `Neue Nachricht von ${own(name)}`,
    messageCame: 'Neue Nachricht',
  },

  history: {
    olderFailed: 'Ältere Nachrichten konnten nicht geladen werden.',
  },

  status: {
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    seen: 'Gesehen',
    failed: 'Fehlgeschlagen',
    notSent: 'Nicht gesendet.',
    retry: 'Erneut senden',
    edit: 'Bearbeiten',
    delete: 'Löschen',
    uploading: (percent) => `Wird hochgeladen, ${percent} %`,
    cancelUpload: 'Hochladen abbrechen',
  },

  composer: {
    label: 'Nachricht',
    placeholder: (name) => `Nachricht an ${own(name)}`,
    caption: 'Bildunterschrift hinzufügen',
    send: 'Nachricht senden',
    attach: 'Bild anhängen',
    emoji: 'Emoji wählen',
    removeImage: (name) => `${own(name)} entfernen`,
    chosenImages: 'Gewählte Bilder',
    drop: (name) => `Bilder hier ablegen, um sie an ${own(name)} zu senden`,
    tooMany: (max) =>
      `Du kannst höchstens ${max} Bilder auf einmal senden. Die übrigen wurden weggelassen.`,
    counter: (n) => count(n, { other: '#' }),
    tooLong: (n) =>
      `Das ist ${count(n, { other: '# Zeichen' })} zu lang. Kürze es oder sende es in Teilen.`,
    refused: (name, why) => `${own(name)}: ${why}`,
    stilled: (name) => `${own(name)} bewegt sich; nur das erste Einzelbild wird gesendet.`,
  },

  emoji: {
    title: 'Emojis',
    search: 'Emojis suchen',
    grid: 'Alle Emojis',
    categories: 'Kategorien',
    category: {
      recent: 'Zuletzt verwendet',
      results: 'Gefunden',
      smileys: 'Gesichter',
      people: 'Menschen',
      nature: 'Tiere und Natur',
      food: 'Essen und Trinken',
      travel: 'Reisen und Orte',
      activities: 'Aktivitäten',
      objects: 'Gegenstände',
      symbols: 'Symbole',
      flags: 'Flaggen',
    },
    found: (n) => count(n, { one: '# Emoji gefunden', other: '# Emojis gefunden' }),
    noResults: (q) => `Kein Emoji für „${own(q)}“ gefunden`,
    noResultsHint: 'Versuch es mit einem anderen Wort.',
    hint: 'Enter fügt eins ein, Umschalt+Enter mehrere',
    tone: 'Hautton',
    tones: {
      0: 'Gelb',
      1: 'Helle Haut',
      2: 'Mittelhelle Haut',
      3: 'Mittlere Haut',
      4: 'Mitteldunkle Haut',
      5: 'Dunkle Haut',
    },
    loadFailed: 'Die Emojis konnten nicht geladen werden.',
    flagOf: (country) => `Flagge: ${country}`,
    suggestions: 'Passende Emojis',
    suggested: (n) =>
      `${count(n, { one: '# Emoji passt', other: '# Emojis passen' })}. Pfeiltasten zum Wählen, Enter zum Einfügen, Esc zum Weiterschreiben.`,
  },

  writing: {
    title: 'Schreiben',
    enterSends: 'Enter sendet die Nachricht',
    choices: { automatic: 'Automatisch', always: 'Immer', never: 'Nie' },
    hints: {
      automatic:
        'Mit einer Tastatur sendet Enter, und Umschalt+Enter beginnt eine neue Zeile. Auf Touchscreens beginnt Enter eine neue Zeile.',
      always: 'Umschalt+Enter beginnt eine neue Zeile.',
      never: 'Enter beginnt eine neue Zeile. Strg+Enter oder ⌘+Enter sendet.',
    },
  },

  connection: {
    connecting: 'Verbindung wird hergestellt…',
    offline: 'Du bist offline. Nachrichten werden gesendet, sobald du wieder verbunden bist.',
    online: 'Du bist wieder verbunden.',
  },

  firstRun: {
    title: 'Willkommen bei Parley',
    hint: 'Auf diesem Server hat noch niemand ein Konto. Wer das erste anlegt, verwaltet ihn.',
    ready: 'Dein Server ist bereit',
  },

  invitation: {
    hint: 'Wer diesen Link öffnet, kann ein Konto anlegen und dir schreiben.',
    link: 'Einladungslink',
    copy: 'Link kopieren',
    copied: 'Link kopiert',
    selected: 'Der Link ist markiert. Kopiere ihn von hier.',
    share: 'Link teilen',
    showCode: 'QR-Code anzeigen',
    code: 'QR-Code des Einladungslinks',
    codeHint: 'Scanne ihn mit der Kamera eines Handys.',
    thisDeviceOnly: 'Dieser Link funktioniert nur auf diesem Computer.',
    address: 'Adresse',
  },

  notes: {
    title: 'Notizen an mich',
    hint: 'Nur du kannst sie sehen',
    emptyTitle: 'Ein Platz für dich',
    emptyHint:
      'Bewahre hier Gedanken, Links und Fotos auf. Du hast sie auf all deinen Geräten, und niemand sonst sieht sie.',
    placeholder: 'Notiz schreiben',
    drop: 'Bilder hier ablegen, um sie aufzubewahren',
    startHint: 'Notiz schreiben',
    photos: 'Fotos',
    noPhotos: 'Fotos, die du hier aufbewahrst, erscheinen an dieser Stelle.',
  },

  peopleRows: {
    draft: 'Entwurf:',
  },

  panes: {
    listWidth: 'Breite der Liste',
    detailsWidth: 'Breite der Details',
  },

  shortcuts: {
    title: 'Tastenkürzel',
    everywhere: 'Überall',
    goToName: 'Zu einem Namen springen',
    nextConversation: 'Nächstes Gespräch',
    previousConversation: 'Voriges Gespräch',
    leave: 'Schließen oder zurück zur Liste',
    thisSheet: 'Diese Übersicht anzeigen',
    inList: 'In der Liste',
    upAndDown: 'Auf und ab',
    byPage: 'Eine Seite auf oder ab',
    ends: 'Anfang und Ende',
    open: 'Öffnen',
    whileWriting: 'Beim Schreiben',
    send: 'Senden',
    newLine: 'Neue Zeile',
    onSeparator: 'Auf der Linie zwischen zwei Bereichen',
    wider: 'Breiter oder schmaler',
    usualWidth: 'Übliche Breite',
  },

  keys: {
    control: 'Strg',
    alt: 'Alt',
    shift: 'Umschalt',
    enter: 'Eingabe',
    escape: 'Esc',
    home: 'Pos 1',
    end: 'Ende',
    pageUp: 'Bild ↑',
    pageDown: 'Bild ↓',
  },

  switcher: {
    title: 'Zu einem Gespräch springen',
    placeholder: 'Gib einen Namen ein',
    hint: 'Pfeiltasten wählen, Enter öffnet, Esc schließt',
  },

  profile: {
    title: 'Dein Profil',
    backToChats: 'Zurück zu den Chats',
    picture: 'Bild',
    choosePicture: 'Bild wählen',
    removePicture: 'Bild entfernen',
    pictureHint: (megabytes) => `PNG, JPEG, WebP, GIF, AVIF oder HEIC, bis ${megabytes} MB.`,
    about: 'Über dich',
    aboutHint: 'Für alle sichtbar, mit denen du schreibst.',
    emailHint: 'Nur für dich sichtbar.',
    appearance: 'Darstellung',
    theme: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    password: 'Passwort ändern',
    passwordHint: 'Alle anderen Geräte werden dabei abgemeldet.',
    currentPassword: 'Aktuelles Passwort',
    newPassword: 'Neues Passwort',
    changePassword: 'Passwort ändern',
    passwordChanged: 'Dein Passwort wurde geändert.',
    devices: 'Angemeldete Geräte',
    devicesHint: `Wenn du eines davon nicht kennst, melde es ab und ändere dein Passwort. Wird ein Gerät ${SESSION_IDLE_DAYS} Tage nicht benutzt, wird es von selbst abgemeldet, spätestens aber nach einem Jahr.`,
    thisDevice: 'Dieses Gerät',
    lastUsed: (when) => `Zuletzt verwendet: ${when}`,
    endSession: (device) => `${own(device)} abmelden`,
    end: 'Abmelden',
    devicesFailed: 'Die Geräte konnten nicht geladen werden.',
    language: 'Sprache',
    languageOfBrowser: 'Wie im Browser',
    showLocalTime: 'Anderen meine Ortszeit zeigen',
    showLocalTimeHint:
      'Sie verrät ungefähr, wo du bist, und ist deshalb aus, bis du sie einschaltest. Sie richtet sich nach dem Gerät, das du benutzt.',
  },

  notifications: {
    unseenFrom: (name, n) => (n > 1 ? `${own(name)} (${n})` : name),
    hidden: (n) => count(n, { one: 'Neue Nachricht', other: '# neue Nachrichten' }),
    testBody: 'So sieht eine neue Nachricht aus.',
  },

  away: {
    title: 'Keine Verbindung',
    hint: 'Parley ist gerade nicht erreichbar. Diese Seite lädt von selbst, sobald es wieder geht.',
  },

  pictures: {
    refused: {
      not_a_picture: 'Das ist kein Bild. Senden lassen sich PNG, JPEG, WebP, GIF, AVIF und HEIC.',
      damaged: 'Das Bild ist beschädigt und lässt sich nicht lesen.',
      too_many_bytes: `Das Bild ist größer als ${IMAGE_MAX_BYTES / BYTES_PER_MEGABYTE} MB.`,
      side_too_long: count(IMAGE_MAX_INPUT_SIDE_PIXELS, {
        other: 'Das Bild ist auf einer Seite länger als # Pixel.',
      }),
      too_many_pixels: `Das Bild hat mehr als ${IMAGE_MAX_PIXELS / PIXELS_PER_MEGAPIXEL} Megapixel.`,
      too_many_frames: count(IMAGE_MAX_FRAMES, {
        other: 'Die Animation hat mehr als # Einzelbilder.',
      }),
      animation_too_large:
        'Die Animation ist für ihre Größe zu lang. Eine kürzere oder kleinere lässt sich senden.',
      too_costly: 'Das Bild ist für dieses Format zu groß. Ein kleineres lässt sich senden.',
    },
    noPreview: 'Keine Vorschau',
    loading: 'Das Foto wird geladen…',
    failed: 'Das Foto konnte nicht geladen werden.',
    failedPhoto: (photo) => `Erneut versuchen: Dieses Foto konnte nicht geladen werden. ${photo}`,
    counter: (n, total) => `${n} von ${total}`,
    zoomIn: 'Vergrößern',
    fit: 'Ganz anzeigen',
    sharedCount: (n) => count(n, { one: '# Foto', other: '# Fotos' }),
    sharedFailed: 'Die Fotos konnten nicht geladen werden.',
    sharedLoading: 'Fotos werden geladen…',
  },

  error: {
    title: 'Etwas ist schiefgegangen',
    hint: 'Deine Nachrichten sind sicher. Versuch es noch einmal oder komm gleich wieder.',
  },

  notificationSettings: {
    title: 'Benachrichtigungen',
    hint: 'Für Nachrichten, die kommen, während du nicht auf Parley schaust.',
    region: 'Benachrichtigungen',
    offerTitle: 'Möchtest du benachrichtigt werden, wenn dir jemand schreibt?',
    offerHint: 'Nur, während du nicht auf Parley schaust.',
    offerAccept: 'Einschalten',
    offerDecline: 'Jetzt nicht',
    show: 'Benachrichtigungen auf diesem Gerät anzeigen',
    previews: 'Nachrichtentext anzeigen',
    previewsHint: 'Sonst steht in der Benachrichtigung nur, wer geschrieben hat.',
    sound: 'Ton abspielen',
    soundHint: 'Kurz und leise. Das geht auch ohne Benachrichtigungen.',
    test: 'Test senden',
    testHint: 'Kommt wie eine echte Nachricht, aber auch, während du auf diese Seite schaust.',
    testSent:
      'Gesendet. Ist nichts erschienen, hält dein System die Benachrichtigung zurück: Prüf deren Einstellungen und ob „Nicht stören“ eingeschaltet ist.',
    why: {
      off: 'Nichts gesendet: Auf diesem Gerät sind Benachrichtigungen ausgeschaltet.',
      'not-asked': 'Nichts gesendet: Der Browser wurde noch nicht um Erlaubnis gefragt.',
      denied: 'Nichts gesendet: Dieser Browser blockiert Benachrichtigungen von Parley.',
      insecure:
        'Nichts gesendet: Browser zeigen Benachrichtigungen nur bei Adressen, die mit https beginnen.',
      unsupported: 'Nichts gesendet: Dieser Browser kann hier keine Benachrichtigungen anzeigen.',
      failed:
        'Der Browser hat sie nicht angezeigt. Versuch es noch einmal oder starte den Browser neu.',
      other: 'Nichts gesendet: Gerade wurde eine neuere Benachrichtigung angezeigt.',
    },
    denied:
      'Dieser Browser blockiert Benachrichtigungen von Parley. Öffne die Einstellungen der Website (das Symbol neben der Adresse), erlaube Benachrichtigungen und komm zurück.',
    insecure:
      'Browser zeigen Benachrichtigungen nur bei Adressen, die mit https beginnen, und diese hier tut das nicht. Wer diesen Server betreibt, kann das ändern.',
    unsupported:
      'Dieser Browser kann hier keine Benachrichtigungen anzeigen. Auf iPhone und iPad muss Parley zuerst zum Home-Bildschirm hinzugefügt werden.',
  },

  crop: {
    dropHint: 'Du kannst ein Bild auch einfügen oder hierher ziehen.',
    cropTitle: 'Ausschnitt wählen',
    opening: 'Das Bild wird geöffnet…',
    cropArea: 'Ausschnitt des Bildes',
    cropHint:
      'Verschieb das Bild oder tippe an, was in die Mitte soll. Zoome mit zwei Fingern oder dem Mausrad.',
    cropKeys: 'Pfeiltasten verschieben, + und − zoomen, R dreht, 0 setzt zurück.',
    stilled: 'Das ist eine Animation. Dein Bild wird ihr erstes Einzelbild.',
    cropState: ({ zoom, across, down }) =>
      `Zoom ${zoom} %, die Mitte liegt ${across} % von links und ${down} % von oben`,
    zoom: 'Vergrößerung',
    percent: (n) => `${n} %`,
    turn: 'Drehen',
    reset: 'Zurücksetzen',
    use: 'Bild verwenden',
    useWhole: 'Unverändert verwenden',
    cannotShow: (name) =>
      `Dieser Browser kann ${own(name)} nicht anzeigen, darum lässt sich hier kein Ausschnitt wählen. Vielleicht geht es trotzdem: Wenn du es unverändert verwendest, ist die Mitte zu sehen.`,
  },

  failed: {
    codes: {
      bad_request: 'Eine Angabe fehlt oder ist nicht gültig.',
      unauthorized: 'Bitte melde dich an.',
      forbidden: 'Das darfst du nicht.',
      not_found: 'Das gibt es nicht.',
      conflict: 'Das hat sich inzwischen geändert.',
      too_large: 'Das ist zu groß.',
      unsupported_type: 'Dieser Dateityp wird nicht unterstützt.',
      rate_limited: 'Zu viele Anfragen. Bitte warte einen Moment.',
      internal: 'Bei uns ist etwas schiefgegangen.',
      unavailable: 'Der Dienst antwortet gerade nicht. Bitte versuch es noch einmal.',
    },
    reasons: {
      wrong_credentials: 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
      no_person: 'Diese Person gibt es nicht.',
      session_over: 'Diese Sitzung ist schon beendet.',
      busy_images: 'Gerade kommen zu viele Bilder an. Bitte versuch es noch einmal.',
      image_not_stored: 'Das Bild konnte nicht gespeichert werden. Bitte versuch es noch einmal.',
      image_store_away: 'Der Bilderspeicher ist nicht erreichbar. Bitte versuch es noch einmal.',
      busy_sign_in: 'Gerade melden sich zu viele an. Bitte versuch es noch einmal.',
      cancelled: 'Das Senden wurde abgebrochen.',
      foreign: 'Diese Anfrage kam von einer anderen Website.',
      unknown_address:
        'Dieser Server kennt die Adresse nicht, unter der diese Seite geöffnet wurde. Wer ihn betreibt, muss sie ihm als PUBLIC_URL nennen.',
      other_address:
        'Dieser Server ist für eine andere Adresse eingerichtet (PUBLIC_URL). Bitte öffne Parley dort.',
    },
    problems: {
      required: 'fehlt',
      wrong: 'stimmt nicht',
      taken: 'hat schon ein Konto',
      not_an_address: 'ist keine gültige Adresse',
      unprintable: 'enthält Zeichen, die sich nicht anzeigen lassen',
      unreadable: 'braucht mindestens einen Buchstaben, eine Ziffer oder ein Emoji',
      common: 'gehört zu den häufigsten Passwörtern; bitte wähle ein anderes',
      not_valid: 'ist nicht gültig',
    },
    too_short: (limit) => `muss mindestens ${limit} Zeichen lang sein`,
    too_long: (limit) => `darf höchstens ${limit} Zeichen lang sein`,
  },

  notFound: {
    title: 'Hier ist nichts',
    hint: 'Die gesuchte Seite gibt es nicht oder nicht mehr.',
    home: 'Zu deinen Gesprächen',
  },
};
