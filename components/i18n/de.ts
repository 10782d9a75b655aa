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
    closedTitle: 'Keine neuen Konten',
    invitationTitle: 'Nur mit Einladung',
    or: 'oder',
    withProvider: (provider) => `Weiter mit ${own(provider)}`,
    invitedTitle: (name) => `${own(name)} lädt dich zu Parley ein`,
    invitedHint: 'Leg ein Konto an, dann könnt ihr einander schreiben.',
    invitationOverHint:
      'Diese Einladung gilt nicht mehr. Du kannst auch ohne sie ein Konto anlegen.',
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
    forgot: 'Passwort vergessen?',
    forgotHint:
      'Gib die E-Mail-Adresse deines Kontos ein. Du bekommst einen Link, mit dem du ein neues Passwort wählst.',
    sendLink: 'Link schicken',
    sendingLink: 'Wird geschickt…',
    forgotSentTitle: 'Sieh in dein Postfach',
    forgotSent: (email, minutes) =>
      `Wenn es zu ${own(email)} ein Konto gibt, ist ein Link dorthin unterwegs. Er gilt ${minutes} Minuten.`,
    forgotNothing:
      'Nach ein paar Minuten noch nichts da? Sieh im Spam-Ordner nach oder versuch es mit einer anderen Adresse.',
    forgotAgain: 'Andere Adresse versuchen',
    forgotOperator:
      'Dieser Server verschickt keine E-Mails. Bitte die Person, die ihn betreibt, um einen Link für ein neues Passwort.',
    backToLogIn: 'Zurück zur Anmeldung',
    resetTitle: 'Neues Passwort wählen',
    resetHint: 'Es ersetzt das alte. Alle deine Geräte werden abgemeldet.',
    code: 'Code aus der E-Mail oder Wiederherstellungscode',
    resetEmailHint: 'Damit kannst du dich künftig auch anmelden.',
    haveCode: 'Ich habe einen Wiederherstellungscode',
    setPassword: 'Neues Passwort setzen',
    settingPassword: 'Wird gesetzt…',
    resetDoneTitle: 'Dein Passwort ist geändert',
    resetDone: 'Alle deine Geräte sind abgemeldet. Melde dich mit dem neuen Passwort an.',
    newLink: 'Neuen Link anfordern',
    confirmEmailTitle: 'Neue E-Mail-Adresse bestätigen',
    confirmEmailHint: 'Danach meldest du dich mit ihr an.',
    confirmEmail: 'Bestätigen',
    confirmEmailDoneTitle: 'Deine E-Mail-Adresse ist geändert',
    confirmEmailDone: 'Ab jetzt meldest du dich mit ihr an.',
  },

  mail: {
    resetSubject: 'Dein neues Passwort für Parley',
    resetLink: (name) =>
      `Hallo ${own(name)}, für dein Konto wurde ein neues Passwort angefordert. Dieser Link führt zu der Seite, auf der du es wählst:`,
    resetCode: (name, page) =>
      `Hallo ${own(name)}, für dein Konto wurde ein neues Passwort angefordert. Öffne Parley wie gewohnt, hänge ${page} an die Adresse an und gib dort diesen Code ein:`,
    resetTime: (minutes) => `Er gilt einmal und ${minutes} Minuten lang.`,
    resetNotYou:
      'Wenn du das nicht angefordert hast, musst du nichts tun: Dein Passwort bleibt, wie es ist.',
    resetButton: 'Neues Passwort wählen',
    emailSubject: 'Bestätige deine E-Mail-Adresse für Parley',
    emailLink: (name) =>
      `Hallo ${own(name)}, dies soll die E-Mail-Adresse deines Kontos werden. Öffne diesen Link, um zu bestätigen, dass du hier Post bekommst:`,
    emailCode: (name, page) =>
      `Hallo ${own(name)}, dies soll die E-Mail-Adresse deines Kontos werden. Um zu bestätigen, dass du hier Post bekommst, öffne Parley wie gewohnt, hänge ${page} an die Adresse an und gib dort diesen Code ein:`,
    emailNotYou: 'Wenn du das nicht angefordert hast, musst du nichts tun.',
    emailButton: 'Adresse bestätigen',
    movedSubject: 'Dein Parley-Konto hat eine neue E-Mail-Adresse',
    moved: (name, email) =>
      `Hallo ${own(name)}, ab jetzt meldest du dich mit ${own(email)} bei deinem Konto an.`,
    movedNotYou:
      'Wenn du das nicht geändert hast, sag sofort der Person Bescheid, die den Server betreibt.',
  },

  people: {
    conversations: 'Gespräche',
    heading: 'Chats',
    search: 'Personen und Nachrichten suchen',
    clearSearch: 'Suche leeren',
    searching: 'Suche läuft…',
    messagesFound: (n) =>
      count(n, { one: '# Nachricht gefunden', other: '# Nachrichten gefunden' }),
    results: (n) => count(n, { one: '# Person gefunden', other: '# Personen gefunden' }),
    noResults: (q) => `Niemand gefunden für „${own(q)}“`,
    noResultsHint:
      'Versuch es mit dem Anfang eines Namens oder einer vollständigen E-Mail-Adresse.',
    nobody: 'Noch ist niemand hier',
    noContacts: 'Noch keine Gespräche',
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
    voice: 'Sprachnachricht',
    deleted: 'Nachricht gelöscht',
    deletedAccount: 'Gelöschtes Konto',
    deletedAccountHint: 'Dieses Konto wurde gelöscht. Was geschrieben wurde, bleibt.',
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
    bot: 'Bot',
    sharedFiles: 'Dateien und Sprachnachrichten',
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
    retention: (n) =>
      count(n, {
        one: 'Nachrichten verschwinden nach einem Tag',
        other: 'Nachrichten verschwinden nach # Tagen',
      }),
    newMessages: 'Neue Nachrichten',
    search: 'In dieser Unterhaltung suchen',
    goTo: 'Gehe zu …',
    toUnread: 'Zur ersten ungelesenen Nachricht',
    jump: 'Zur neuesten Nachricht',
    jumpCount: (n) =>
      `${count(n, { one: '# neue Nachricht', other: '# neue Nachrichten' })}, zur neuesten Nachricht`,
    showMore: 'Mehr anzeigen',
    showLess: 'Weniger anzeigen',
    edited: 'bearbeitet',
    imported: 'importiert',
    you: 'Du',
    notFound: 'Diese Person gibt es hier nicht',
    notFoundHint: 'Vielleicht ist der Link veraltet, oder das Konto gibt es nicht mehr.',
    openImage: 'Foto öffnen',
    imageFrom: (name, when) => `Foto von ${own(name)}, ${when}`,
    imageOwn: (when) => `Von dir gesendetes Foto, ${when}`,
    opensInNewTab: 'öffnet einen neuen Tab',
    forwarded: 'Weitergeleitet',
    deletedOwn: 'Du hast diese Nachricht gelöscht',
    answers: 'Antwort auf',
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
    saveEdit: 'Änderung speichern',
    attach: 'Dateien anhängen',
    record: 'Sprachnachricht aufnehmen',
    emoji: 'Emoji wählen',
    removeImage: (name) => `${own(name)} entfernen`,
    asFiles: 'Bilder unverändert als Dateien senden',
    chosenImages: 'Gewählte Dateien',
    drop: (name) => `Dateien hier ablegen, um sie an ${own(name)} zu senden`,
    tooMany: (max) =>
      `Du kannst höchstens ${max} Dateien auf einmal senden. Die übrigen wurden weggelassen.`,
    unreadable: 'Diese Datei lässt sich nicht lesen.',
    fileTooLarge: (size) => `Dieser Server nimmt Dateien bis ${size} an.`,
    noRoom:
      'Dieser Browser hat keinen Platz, um das bis zum Senden aufzuheben. Lass diese Seite so lange offen.',
    counter: (n) => count(n, { other: '#' }),
    tooLong: (n) =>
      `Das ist ${count(n, { other: '# Zeichen' })} zu lang. Kürze es oder sende es in Teilen.`,
    refused: (name, why) => `${own(name)}: ${why}`,
    stilled: (name) => `${own(name)} bewegt sich; nur das erste Einzelbild wird gesendet.`,
    preview: (host) => `Eine Vorschau von ${own(host)} wird gezeigt`,
    noPreview: (host) => `Keine Vorschau von ${own(host)} wird gezeigt`,
    withoutPreview: 'Ohne Vorschau',
    withPreview: 'Mit Vorschau',
  },

  news: {
    messageFrom: (name) => `Neue Nachricht von ${own(name)}`,
    messageCame: 'Neue Nachricht',
    reactionRefused: 'Die Reaktion konnte nicht gespeichert werden',
    reactedTo: (name, emoji, what) => `${own(name)} hat mit ${emoji} reagiert auf: ${own(what)}`,
  },

  actions: {
    menu: 'Aktionen für die Nachricht',
    reply: 'Antworten',
    react: 'Reagieren',
    reactWith: (emoji) => `Mit ${emoji} reagieren`,
    more: 'Weitere Emoji',
    copy: 'Text kopieren',
    link: 'Link kopieren',
    edit: 'Bearbeiten',
    removePreview: 'Vorschau entfernen',
    forward: 'Weiterleiten',
    select: 'Auswählen',
    report: 'Melden …',
    delete: 'Löschen',
    copied: 'Kopiert',
    copyFailed:
      'Dieser Browser erlaubt hier kein Kopieren. Markiere den Text und kopiere ihn von Hand.',
    deleteTitle: (n) =>
      count(n, { one: 'Diese Nachricht löschen?', other: '# Nachrichten löschen?' }),
    deleteEveryoneHint: (name) =>
      `Für alle: Sie verschwindet auf allen deinen Geräten und auf denen von ${own(name)}; eine Zeile sagt, dass eine Nachricht gelöscht wurde.`,
    deleteMeHint: (name) =>
      `Für dich: Nur du siehst sie nicht mehr, ${own(name)} sieht sie weiterhin. Beides lässt sich nicht rückgängig machen.`,
    deleteOwnHint: 'Das lässt sich nicht rückgängig machen.',
    forEveryone: 'Für alle löschen',
    forMe: 'Für mich löschen',
    replyTo: (name) => `Antwort an ${own(name)}`,
    replyToSelf: 'Antwort an dich selbst',
    cancelReply: 'Nicht auf diese Nachricht antworten',
    editing: 'Bearbeiten',
    cancelEdit: 'Nachricht nicht ändern',
    editRefused: 'Die Änderung wurde nicht gespeichert.',
    removeRefused: 'Die Nachricht wurde nicht gelöscht.',
    editAgain: 'Erneut bearbeiten',
    dismiss: 'Verwerfen',
    forwardTitle: (n) =>
      count(n, { one: 'Nachricht weiterleiten an', other: '# Nachrichten weiterleiten an' }),
    forwardMax: (max) => `Du kannst höchstens ${max} Personen auswählen.`,
    forwardedTo: (name, others) =>
      others > 0
        ? `Weitergeleitet an ${own(name)} und ${count(others, { one: 'eine weitere Person', other: '# weitere Personen' })}`
        : `Weitergeleitet an ${own(name)}`,
    openConversation: (name) => `${own(name)} öffnen`,
    selection: 'Ausgewählte Nachrichten',
    selected: (n) => count(n, { one: '# ausgewählt', other: '# ausgewählt' }),
    selectMax: (max) => `${max} ausgewählt, mehr geht nicht`,
    leaveSelection: 'Auswahl beenden',
  },

  jump: {
    toDate: 'Zu einem Datum',
    toFirst: 'Zur ersten Nachricht',
    back: 'Zurück zur vorigen Stelle',
    landed: (day: string) => `Gezeigte Nachricht: ${day}`,
    loading: 'Wird geladen …',
    missing: 'Diese Nachricht gibt es nicht.',
    offline: 'Du bist offline, und dieser Teil des Gesprächs ist nicht auf diesem Gerät.',
    failed: 'Dieser Teil des Gesprächs konnte nicht geladen werden.',
    previousMonth: 'Voriger Monat',
    nextMonth: 'Nächster Monat',
    previousYear: 'Voriges Jahr',
    nextYear: 'Nächstes Jahr',
  },

  search: {
    messages: 'Nachrichten',
    none: (q) => `Keine Nachricht gefunden für „${own(q)}“`,
    loadFailed: 'Die Nachrichten konnten nicht durchsucht werden.',
    offline: 'Nachrichten durchsucht der Server, und der ist gerade nicht zu erreichen.',
    hint: 'Wörter, "ein Satzteil", from:me, before:2026-01-31, has:image, has:file, has:voice',
    older: 'Älteres Ergebnis',
    newer: 'Neueres Ergebnis',
    close: 'Suche schließen',
    nothing: 'Keine Ergebnisse',
    position: (n, all) => `${n} von ${all}`,
    positionOfMore: (n, all) => `${n} von mehr als ${all}`,
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
    ownLinks: 'Links für bestimmte Personen, mit Ablauf',
    personalHint: 'Wer deinem Link folgt, kann ein Konto anlegen, und ihr seht einander von da an.',
    forPeople: 'Für',
    people: (n) => count(n, { one: '# Person', other: '# Personen' }),
    validFor: 'Gültig',
    days: (n) => count(n, { one: '# Tag', other: '# Tage' }),
    create: 'Link erstellen',
    shownOnce: 'Dein Link ist fertig. Er wird nur jetzt angezeigt, kopiere ihn also gleich.',
    own: 'Deine Links',
    left: (left, uses) => `Noch ${left} von ${uses} übrig`,
    usedUp: (uses) => count(uses, { one: 'Benutzt', other: '#-mal benutzt' }),
    until: (when) => `Gültig bis ${when}`,
    revoke: 'Zurücknehmen',
    revokeThat: (made) => `Zurücknehmen: Link vom ${made}`,
    loadFailed: 'Deine Links konnten nicht geladen werden.',
  },

  profileLink: {
    title: 'Dein Link',
    hint: 'Wer ihn öffnet, meldet sich an und kann dir schreiben.',
    label: 'Profillink',
    code: 'QR-Code deines Profillinks',
    replace: 'Link ersetzen',
    replaceHint: 'Falls er in falsche Hände geraten ist: Der alte führt dann nirgendwohin.',
    replaced: 'Dein Link wurde ersetzt.',
    loadFailed: 'Dein Link konnte nicht geladen werden.',
    findHint:
      'Du siehst nur, mit wem du schreibst. Andere findest du, wenn du ihre ganze E-Mail-Adresse in die Suche eingibst oder einen Link von ihnen öffnest. Oder gib ihnen deinen:',
    nobodyHint: 'Wer ein Konto hat, erscheint hier.',
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

  settings: {
    menu: 'Optionen der Unterhaltung',
    pinned: 'Angeheftet',
    muted: 'Stummgeschaltet',
    unread: 'Als ungelesen markiert',
    pin: 'Oben anheften',
    unpin: 'Loslösen',
    pinnedNow: 'Oben angeheftet.',
    unpinned: 'Nicht mehr angeheftet.',
    archive: 'Archivieren',
    unarchive: 'Zurück in die Liste',
    archivedNow: 'Archiviert. Eine neue Nachricht holt sie zurück.',
    unarchived: 'Wieder in der Liste.',
    markRead: 'Als gelesen markieren',
    markedRead: 'Als gelesen markiert.',
    markUnread: 'Als ungelesen markieren',
    markedUnread: 'Als ungelesen markiert.',
    muteHour: '1 Stunde stummschalten',
    muteEightHours: '8 Stunden stummschalten',
    muteTomorrow: 'Bis morgen früh stummschalten',
    muteAlways: 'Auf Dauer stummschalten',
    mutedNow: 'Stummgeschaltet.',
    unmute: 'Stummschaltung aufheben',
    unmuted: 'Nicht mehr stummgeschaltet.',
    undo: 'Rückgängig',
    undone: 'Rückgängig gemacht.',
    refused: 'Das hat nicht geklappt. Bitte noch einmal versuchen.',
    clear: 'Unterhaltung leeren …',
    clearTitle: 'Diese Unterhaltung leeren?',
    clearHint: (name) =>
      `Alle Nachrichten darin sind für dich weg, auf allen deinen Geräten. ${own(name)} behält sie und erfährt nichts davon. Das lässt sich nicht rückgängig machen.`,
    clearNotesHint:
      'Alle Notizen sind weg, auf allen deinen Geräten. Das lässt sich nicht rückgängig machen.',
    clearNow: 'Leeren',
    block: 'Blockieren …',
    blockTitle: (name) => `${own(name)} blockieren?`,
    blockHint:
      'Ihr könnt einander dann nicht mehr schreiben, nicht sehen, ob die andere Person online ist, und einander nicht finden. Was geschrieben wurde, bleibt. Die andere Person erfährt nichts davon.',
    blockNow: 'Blockieren',
    unblock: 'Blockierung aufheben',
    unblockPerson: (name) => `Blockierung von ${own(name)} aufheben`,
    unblocked: (name) => `${own(name)} ist nicht mehr blockiert.`,
    blockedHint: (name) => `Du hast ${own(name)} blockiert.`,
    blockedTitle: 'Blockierte Personen',
    blockedListHint:
      'Sie können dir nicht schreiben, nicht sehen, ob du online bist, und dich nicht finden.',
    blockedFailed: 'Die Liste konnte nicht geladen werden.',
    nobodyBlocked: 'Du hast niemanden blockiert.',
    report: 'Melden …',
    reportTitle: (name) => `${own(name)} melden`,
    reportHint:
      'Wer diesen Server betreibt, liest die Meldung. Die gemeldete Person erfährt nichts davon.',
    reason: 'Was ist nicht in Ordnung?',
    reasonMissing: 'Bitte schreib, was nicht in Ordnung ist.',
    sendReport: 'Meldung senden',
    reported: 'Danke. Deine Meldung wurde gesendet.',
  },

  apart: {
    archived: 'Archiviert',
    request: 'Anfragen',
  },

  peopleRows: {
    draft: 'Entwurf:',
  },

  panes: {
    listWidth: 'Breite der Liste',
    detailsWidth: 'Breite der Details',
  },

  voice: {
    messageOf: (length) => `Sprachnachricht, ${length}`,
    from: (name) => `Sprachnachricht von ${own(name)}`,
    play: 'Abspielen',
    pause: 'Anhalten',
    position: (at, all) => `${at} von ${all}`,
    speed: (times) => `Tempo ${times}`,
    unplayable: 'Sie ließ sich nicht abspielen.',
    download: 'Herunterladen',
    goTo: 'Nachricht zeigen',
    stopPlaying: 'Nicht weiter abspielen',
    asking: 'Das Mikrofon wird geöffnet…',
    recording: 'Aufnahme läuft',
    started: 'Aufnahme läuft. Stopp, um sie erst anzuhören, Esc, um sie zu verwerfen.',
    slide: 'Wischen zum Verwerfen',
    stop: 'Aufnahme beenden',
    cancel: 'Aufnahme verwerfen',
    cancelled: 'Die Aufnahme wurde verworfen.',
    silent: 'Es ist nichts zu hören. Ist das Mikrofon an?',
    finishing: 'Einen Moment…',
    recorded: 'Aufgenommene Sprachnachricht',
    ready: (length) => `Aufgenommen, ${length}. Anhören, senden oder verwerfen.`,
    send: 'Sprachnachricht senden',
    ended: {
      limit: (minutes) =>
        `Eine Sprachnachricht kann ${minutes} Minuten lang sein. Das ist, was bis dahin aufgenommen wurde.`,
      unplugged: 'Das Mikrofon ist weg. Das ist, was bis dahin aufgenommen wurde.',
      failed: 'Die Aufnahme endete vorzeitig. Das ist, was es davon gibt.',
    },
    problem: {
      insecure:
        'Browser lassen nur Seiten mit einer https-Adresse aufnehmen. Parley wurde ohne eine solche geöffnet.',
      unsupported: 'Dieser Browser kann keinen Ton aufnehmen.',
      refused:
        'Parley darf das Mikrofon nicht verwenden. Du kannst es im Browser bei der Adresse dieser Seite erlauben.',
      missing: 'An diesem Gerät gibt es kein Mikrofon.',
      busy: 'Das Mikrofon ließ sich nicht starten. Vielleicht verwendet es ein anderes Programm.',
      failed: 'Das hat nicht geklappt. Bitte versuche es noch einmal.',
    },
  },

  codeBlock: {
    copy: 'Code kopieren',
    copied: 'Kopiert',
    selected: 'Der Code ist markiert. Kopiere ihn von hier.',
  },

  shortcuts: {
    title: 'Tastenkürzel',
    everywhere: 'Überall',
    goToName: 'Zu einem Namen springen',
    searchConversation: 'In dieser Unterhaltung suchen',
    nextConversation: 'Nächstes Gespräch',
    previousConversation: 'Voriges Gespräch',
    leave: 'Schließen oder zurück zur Liste',
    thisSheet: 'Diese Übersicht anzeigen',
    inList: 'In der Liste',
    upAndDown: 'Auf und ab',
    byPage: 'Eine Seite auf oder ab',
    ends: 'Anfang und Ende',
    open: 'Öffnen',
    inConversation: 'In den Nachrichten',
    otherMessage: 'Nachricht darüber oder darunter',
    firstAndLastMessage: 'Erste und letzte Nachricht',
    messageActions: 'Was sich damit tun lässt',
    selectMore: 'Beim Auswählen eine mehr',
    toWriting: 'Zurück zum Schreiben',
    editLast: 'Letzte Nachricht bearbeiten, im leeren Feld',
    whileWriting: 'Beim Schreiben',
    send: 'Senden',
    newLine: 'Neue Zeile',
    bold: 'Fett',
    italic: 'Kursiv',
    strike: 'Durchgestrichen',
    code: 'Quelltext',
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

  sharing: {
    title: 'Teilen mit',
    newMessage: 'Neue Nachricht',
    lastConversation: 'Letztes Gespräch',
    toWhom: 'Für wen ist es?',
    content: 'Was geteilt wird',
    hint: 'Es kommt ins Nachrichtenfeld. Gesendet wird erst, wenn du es sendest.',
    reading: 'Einen Moment…',
    gone: 'Was geteilt wurde, ist nicht mehr da. Bitte teile es noch einmal.',
    tooLarge: 'Zusammen mit den anderen ist das zu groß, um es zu übernehmen.',
    tooMany: (max) => `Auf einmal lassen sich nur ${max} Dateien senden.`,
    textCut: (max) =>
      `Der Text ist länger als eine Nachricht mit ${max} Zeichen; sein Ende wurde weggelassen.`,
    textLost: 'Das Ende des Textes wurde weggelassen, weil es für eine Adresse zu lang war.',
    filesLost:
      'Dateien ließen sich nicht übernehmen. Teile sie noch einmal, sobald Parley in diesem Browser einen Moment offen war.',
  },

  switcher: {
    title: 'Zu einem Gespräch springen',
    placeholder: 'Gib einen Namen ein',
    hint: 'Pfeiltasten wählen, Enter öffnet, Esc schließt',
  },

  export: {
    title: (name) => `Parley: die Daten von ${own(name)}`,
    madeAt: (when, zone) => `Stand: ${when} (${zone})`,
    zone: (zone) => `Uhrzeiten in der Zeitzone ${zone}`,
    allConversations: 'Alle Unterhaltungen',
    noConversations: 'Es gibt noch keine Unterhaltungen.',
    older: 'Ältere Nachrichten',
    newer: 'Neuere Nachrichten',
    page: (number, total) => `Seite ${number} von ${total}`,
    messages: (n) => count(n, { one: '# Nachricht', other: '# Nachrichten' }),
    missingPicture: 'Dieses Foto ließ sich nicht lesen, als die Kopie erstellt wurde.',
    missingFile: 'Diese Datei ließ sich nicht lesen, als die Kopie erstellt wurde.',
  },

  data: {
    title: 'Deine Daten',
    hint: 'Eine Kopie von allem, was du hier sehen kannst: dein Konto, deine Unterhaltungen und die Fotos darin. Es ist eine Zip-Datei mit Seiten, die jeder Browser öffnet, und demselben als JSON für Programme.',
    size: 'Sie ist etwa so groß wie die Fotos darin.',
    download: 'Deine Daten herunterladen',
    started: 'Der Download hat begonnen. Dein Browser zeigt, wie weit er ist.',
    busy: 'Es wird schon eine Kopie erstellt. Versuch es noch einmal, wenn sie fertig ist.',
    beforeDeletion: 'Nimm vorher eine Kopie mit: Danach lässt sich keine mehr erstellen.',
  },

  administration: {
    title: 'Verwaltung',
    parts: {
      people: 'Personen',
      invitations: 'Einladungen',
      reports: 'Meldungen',
      server: 'Dieser Server',
    },
    failed: 'Das konnte nicht geladen werden.',
    more: 'Mehr anzeigen',
    searchPeople: 'Nach Name oder E-Mail suchen',
    total: (n) => count(n, { one: '# Konto', other: '# Konten' }),
    nobodyFound: 'Niemand gefunden.',
    you: 'Du',
    administrator: 'Verwaltet den Server',
    disabled: 'Gesperrt',
    joined: (when) => `Dabei seit ${when}`,
    lastSeen: (when, sessions) =>
      `Zuletzt gesehen ${when}, ${count(sessions, { one: 'auf # Gerät angemeldet', other: 'auf # Geräten angemeldet' })}`,
    neverSeen: (sessions) =>
      count(sessions, { one: 'Auf # Gerät angemeldet', other: 'Auf # Geräten angemeldet' }),
    actions: (name) => `Aktionen für ${own(name)}`,
    resetLink: 'Link zu einem neuen Passwort',
    linkHint: (name, minutes) =>
      `Gib ${own(name)} diesen Link. Er gilt einmal, ${minutes} Minuten lang, und wird nur jetzt angezeigt.`,
    link: 'Adresse',
    linkCode: 'QR-Code des Links',
    endSessions: 'Überall abmelden',
    sessionsEnded: (n) =>
      count(n, { one: 'Auf # Gerät abgemeldet.', other: 'Auf # Geräten abgemeldet.' }),
    makeAdministrator: 'Server mitverwalten lassen',
    makeMember: 'Nicht mehr verwalten lassen',
    isAdministrator: (name) => `${own(name)} verwaltet jetzt den Server mit.`,
    isMember: (name) => `${own(name)} verwaltet den Server nicht mehr.`,
    disable: 'Konto sperren',
    enable: 'Konto entsperren',
    isDisabled: (name) => `${own(name)} kann sich nicht mehr anmelden.`,
    isEnabled: (name) => `${own(name)} kann sich wieder anmelden.`,
    delete: 'Konto löschen…',
    deleteTitle: (name) => `Das Konto von ${own(name)} löschen?`,
    deleteHint:
      'Das lässt sich nicht rückgängig machen. Name, Bild, Adresse und Notizen werden gelöscht, und jedes Gerät wird abgemeldet. Nachrichten bleiben bei denen, die sie bekommen haben, von „Deleted account“. Soll jemand vorerst draußen bleiben, sperre stattdessen das Konto.',
    deleted: (name) => `Das Konto von ${own(name)} wurde gelöscht.`,
    invitationsHint: 'Die Links aller, die noch gelten.',
    noInvitations: 'Es gibt keine Einladungslinks.',
    takenBack: 'Der Link wurde zurückgenommen.',
    reportsHint: 'Was gemeldet wurde, mit der Nachricht, wie sie damals war.',
    noReports: 'Nichts ist offen.',
    showDone: 'Auch Erledigtes anzeigen',
    nobody: 'Gelöschtes Konto',
    about: (name) => `Über ${own(name)}`,
    reportedBy: (name, when) => `Gemeldet von ${own(name)}, ${when}`,
    messageOf: (name, when) => `Nachricht von ${own(name)}, ${when}`,
    reportedImage: 'Das gemeldete Bild',
    markDone: 'Als erledigt markieren',
    markOpen: 'Wieder öffnen',
    isDone: 'Als erledigt markiert.',
    isOpen: 'Wieder offen.',
    blockForMe: 'Für mich blockieren',
    isBlocked: (name) => `${own(name)} kann dir nicht mehr schreiben.`,
    storage: 'Speicher und Nutzung',
    database: 'Datenbank',
    uploads: 'Bilder',
    freeDisk: 'Frei auf der Platte',
    sessions: 'Angemeldete Geräte',
    messages: 'Nachrichten',
    messagesLastWeek: 'Nachrichten der letzten Woche',
    number: (n) => count(n, { other: '#' }),
    size: (bytes) => count(Math.ceil(bytes / BYTES_PER_MEGABYTE), { other: '# MB' }),
    files: (n, bytes) =>
      `${count(n, { one: '# Datei', other: '# Dateien' })}, ${count(Math.ceil(bytes / BYTES_PER_MEGABYTE), { other: '# MB' })}`,
    unknown: 'nicht bekannt',
    settingsInForce: 'Version und Einstellungen',
    settingsHint: 'Festgelegt, wo der Server gestartet wird; siehe die Dokumentation.',
    version: 'Programmversion',
    none: 'nicht gesetzt',
    isSet: 'gesetzt',
    noMail: 'es wird keine Mail verschickt',
  },

  settingsPage: {
    title: 'Einstellungen',
    back: 'Zurück zu den Einstellungen',
    search: 'Einstellungen durchsuchen',
    results: 'Gefundene Einstellungen',
    found: (n) =>
      n === 0
        ? 'Nichts gefunden.'
        : count(n, { one: '# Einstellung gefunden', other: '# Einstellungen gefunden' }),
    account: 'Konto und Anmeldung',
    privacy: 'Privatsphäre und Blockierte',
    appearance: 'Darstellung und Schreiben',
    devices: 'Geräte',
    data: 'Deine Daten',
    alsoTheme: 'Dunkelmodus, dunkler Modus, Nachtmodus, Design, Farben',
    alsoDevices: 'Sitzungen, Abmelden, überall abmelden, Handy, Computer',
    alsoData: 'Export, Sicherung, Archiv, ZIP, Kopie',
    notSaved: 'Noch nicht gespeichert',
    discard: 'Änderungen verwerfen',
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
    changeEmail: 'E-Mail-Adresse ändern',
    changeEmailHint: 'Die, mit der du dich anmeldest.',
    newEmail: 'Neue E-Mail-Adresse',
    emailSent: (email) =>
      `Ein Link ist unterwegs an ${own(email)}. Deine Adresse ändert sich, sobald du ihn öffnest und bestätigst.`,
    emailChanged: 'Deine E-Mail-Adresse ist geändert.',
    passwordChanged: 'Dein Passwort wurde geändert.',
    deleteAccount: 'Konto löschen',
    deleteAccountHint: 'Endgültig, samt Bild und Notizen; alle Geräte werden abgemeldet.',
    deleteAccountWhat:
      'Das lässt sich nicht rückgängig machen. Name, Bild, Adresse und Notizen an dich selbst werden gelöscht, alle Geräte abgemeldet. Was du geschrieben hast, bleibt bei denen, denen du es geschickt hast, unter „Gelöschtes Konto“: Lösche vorher, was verschwinden soll.',
    deleteAccountConfirm: 'Endgültig löschen',
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
    message: 'Neue Nachricht',
    deleted: 'Diese Nachricht wurde gelöscht.',
    testBody: 'So sieht eine neue Nachricht aus.',
  },

  requests: {
    nothing: { archived: 'Es ist nichts archiviert.', request: 'Niemand wartet auf eine Antwort.' },
    title: 'Anfrage',
    waiting: (n) => count(n, { one: '# Anfrage', other: '# Anfragen' }),
    hint: (name) =>
      `Du kennst ${own(name)} noch nicht. Bis du annimmst oder antwortest, ist dort nur zu sehen, dass die Nachricht gesendet wurde.`,
    accept: 'Annehmen',
    remove: 'Löschen',
  },

  imports: {
    menu: 'Verlauf hereinholen …',
    title: 'Verlauf hereinholen',
    loadFailed: 'Es ließ sich nicht laden, ob es schon einen gibt.',
    span: (first, last) => (first === last ? first : `${first} bis ${last}`),
    asks: (name, n, source) =>
      `${own(name)} möchte ${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source} in diese Unterhaltung holen.`,
    asksHint:
      'Sie kommen vor die Nachrichten hier. Ihr könnt sie beide später wieder entfernen, für euch beide.',
    accept: 'Annehmen',
    decline: 'Ablehnen',
    waiting: (name, n, source) =>
      `${own(name)} wurde gefragt, ob ${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source} in diese Unterhaltung ${n === 1 ? 'darf' : 'dürfen'}.`,
    withdraw: 'Zurückziehen',
    declined: (name, n, source) =>
      `${own(name)} möchte die ${count(n, { one: 'Nachricht', other: '# Nachrichten' })} aus ${source} nicht in dieser Unterhaltung haben.`,
    putAway: 'OK, verstanden',
    tryAnother: 'Anderen Export versuchen',
    draft: (n, source) =>
      `Du hast begonnen, ${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source} zu übertragen, und bist nicht fertig geworden.`,
    beginAnew: 'Neu beginnen',
    throwAway: 'Verwerfen',
    comingIn: (n, source) =>
      `${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source}: ${n === 1 ? 'wird' : 'werden'} hereingeholt …`,
    goingOut: (n, source) =>
      `${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source}: ${n === 1 ? 'wird' : 'werden'} entfernt …`,
    done: (n, source) =>
      count(n, {
        one: `# Nachricht aus ${source} ist in dieser Unterhaltung.`,
        other: `# Nachrichten aus ${source} sind in dieser Unterhaltung.`,
      }),
    remove: 'Für beide entfernen …',
    removeNotes: 'Entfernen …',
    removeHint: (name) =>
      `Sie verschwinden bei dir und bei ${own(name)}, auf allen Geräten, mit ihren Fotos. Das lässt sich nicht rückgängig machen.`,
    removeNotesHint:
      'Sie verschwinden auf allen deinen Geräten, mit ihren Fotos. Das lässt sich nicht rückgängig machen.',
    removeNow: 'Endgültig entfernen',
    removed: 'Der Verlauf wurde entfernt.',

    chooseTitle: 'Export auswählen',
    chooseHint: (name) =>
      `Nachrichten aus einem Chat anderswo kommen mit ihren Fotos vor die hier, sobald ${own(name)} zustimmt.`,
    chooseNotesHint:
      'Nachrichten aus einem Chat anderswo kommen mit ihren Fotos vor deine Notizen hier.',
    stays: (button) =>
      `Die Dateien werden auf diesem Gerät gelesen. Nichts verlässt es, bevor du auf „${button}“ drückst.`,
    ask: (name) => `${own(name)} fragen`,
    bringIn: 'Hereinholen',
    chooseFiles: 'Dateien auswählen',
    chooseFolder: 'Ordner auswählen',
    dropHint: 'Oder zieh sie hierher.',
    reading: 'Die Dateien werden gelesen…',
    howTo: 'So bekommst du einen Export',
    howToOf: {
      whatsapp:
        'Öffne auf dem Handy den Chat und sein Menü, dann „Chat exportieren“, mit Medien. Wähle hier die Zip-Datei aus.',
      telegram:
        'Öffne in Telegram Desktop den Chat und sein Menü, dann „Chatverlauf exportieren“, mit JSON als Format. Wähle hier den Ordner aus.',
      signal:
        'Exportiere in den Einstellungen von Signal deine Chats als Klartext, mit Medien. Wähle hier den Ordner aus.',
      messenger:
        'Exportiere in Metas Kontenübersicht deine Informationen: die Nachrichten, als JSON. Chats mit Ende-zu-Ende-Verschlüsselung sind ein eigener Download in den Privatsphäre-Einstellungen des Messengers. Wähle hier die Zip-Dateien aus.',
      instagram:
        'Exportiere in Metas Kontenübersicht deine Informationen: die Nachrichten, als JSON. Wähle hier die Zip-Dateien aus.',
      parley:
        'Lade in den Einstellungen von Parley unter „Deine Daten“ deine Daten herunter. Wähle hier die Zip-Datei aus.',
    },
    refused: {
      'unknown-format':
        'Das ist kein Export, den Parley lesen kann. Wähle die Zip-Datei oder den Ordner so, wie der Messenger sie erstellt hat.',
      'not-a-zip':
        'Diese Zip-Datei lässt sich nicht öffnen. Vielleicht wurde sie nicht vollständig heruntergeladen: Hol sie noch einmal.',
      damaged: 'Der Export ist beschädigt und lässt sich nicht lesen. Hol ihn noch einmal.',
      encrypted: 'Der Export ist verschlüsselt. Nimm einen ohne Passwort.',
      empty: 'Darin ist keine Nachricht.',
      group: 'Das ist der Chat einer Gruppe. Nur Chats von zwei Personen lassen sich hereinholen.',
    },
    tooMany: (max) =>
      count(max, { other: 'Das sind zu viele Nachrichten: Höchstens # lassen sich hereinholen.' }),

    chatsTitle: 'Welcher Chat?',
    chatsHint: 'Mehrere werden zu einem Verlauf verbunden.',
    filterChats: 'Chat suchen',
    noChat: 'Einen Chat mit diesem Namen gibt es nicht.',
    next: 'Weiter',
    datesTitle: 'Welcher Tag ist gemeint?',
    datesHint: (example) =>
      `Im Export steht „${example}“, und nicht, was der Tag ist und was der Monat.`,
    whoTitle: 'Wer ist wer?',
    whoAreYou: 'Wer von beiden bist du?',
    whoIs: (sender) => `Wer ist „${own(sender)}“?`,
    whoMissing: 'Bitte wähle aus.',
    zoneTitle: 'In welcher Zeitzone?',
    zone: 'Zeitzone',
    zoneHint: 'Die des Handys, auf dem der Export erstellt wurde; er selbst nennt sie nicht.',

    previewTitle: 'Das kommt herein',
    messagesFrom: (n, source) =>
      `${count(n, { one: '# Nachricht', other: '# Nachrichten' })} aus ${source}`,
    leftOut: 'Das bleibt weg:',
    leftOutOf: {
      otherFiles: (n) =>
        count(n, {
          one: '# Video, Sprachnachricht oder andere Datei; der Name kommt mit',
          other: '# Videos, Sprachnachrichten und andere Dateien; die Namen kommen mit',
        }),
      system: (n) =>
        count(n, {
          one: '# Hinweis der App, etwa ein Anruf',
          other: '# Hinweise der App, etwa Anrufe',
        }),
      deleted: (n) => count(n, { one: '# gelöschte Nachricht', other: '# gelöschte Nachrichten' }),
      damaged: (n) =>
        count(n, {
          one: '# Nachricht, die sich nicht lesen lässt',
          other: '# Nachrichten, die sich nicht lesen lassen',
        }),
      largePictures: (n) =>
        count(n, { one: '# Foto, das zu groß ist', other: '# Fotos, die zu groß sind' }),
    },
    overlaps: (last, first) =>
      `Die letzte davon ist vom ${last}, die erste Nachricht hier vom ${first}. Sie kommen trotzdem davor.`,
    preview: 'So werden sie aussehen',
    more: (n) => count(n, { one: '# weitere Nachricht', other: '# weitere Nachrichten' }),

    handInTitle: 'Übertragung läuft',
    progress: (percent) => `Übertragen: ${percent} %`,
    stay: 'Lass diese Seite offen, bis alles übertragen ist.',
    waits: 'Der Server antwortet nicht oder hat zu viel zu tun. Es geht von selbst weiter.',
    notTaken: (n) =>
      count(n, {
        one: '# Foto wurde nicht angenommen: Es lässt sich nicht lesen oder ist zu groß. Seine Nachricht kommt ohne das Foto.',
        other:
          '# Fotos wurden nicht angenommen: Sie lassen sich nicht lesen oder sind zu groß. Ihre Nachrichten kommen ohne die Fotos.',
      }),
    leaveTitle: 'Übertragung abbrechen?',
    leaveHint: 'Was bisher übertragen wurde, wird verworfen.',
    leave: 'Abbrechen und verwerfen',
    stayHere: 'Weiter übertragen',
  },

  handle: {
    title: 'Nutzername',
    hint: 'Andere finden dich damit und unterscheiden dich von Leuten mit gleichem Namen.',
    label: 'Dein Nutzername',
    rules:
      'Buchstaben von a bis z und Ziffern, dazwischen einzelne Punkte oder Unterstriche. Leer für keinen.',
    taken: 'ist nicht frei; bitte wähle einen anderen',
    save: 'Nutzername speichern',
    set: (handle) => `Du bist jetzt ${own(`@${handle}`)}.`,
    removed: 'Du hast keinen Nutzernamen mehr.',
  },

  privacy: {
    title: 'Privatsphäre',
    hint: 'Was du nicht zeigst, siehst du auch bei anderen nicht.',
    online: 'Zeigen, wenn ich online bin',
    lastSeen: 'Zeigen, wann ich zuletzt online war',
    lastSeenHint: 'Nur zusammen mit der Einstellung darüber.',
    seen: 'Zeigen, welche Nachrichten ich gesehen habe',
    seenHint:
      'Sonst sehen andere nur, dass eine Nachricht bei dir angekommen ist. Sobald es wieder an ist, sehen sie, wie weit du gelesen hast.',
    requests: 'Zuerst fragen',
    requestsHint:
      'Nachrichten von Leuten, die du nicht kennst, kommen als Anfragen: ohne Ton, und nirgends mitgezählt, bis du annimmst oder antwortest.',
    failed: 'Deine Einstellungen konnten nicht geladen werden.',
  },

  bots: {
    title: 'Deine Bots',
    hint: 'Konten für Programme. Ein Bot schreibt und liest unter eigenem Namen; wer seinen Schlüssel hat, spricht für ihn. Programme, die dir nur etwas mitteilen wollen, nutzen seinen Webhook.',
    loadFailed: 'Die Bots konnten nicht geladen werden.',
    name: 'Name des neuen Bots',
    create: 'Bot erstellen',
    shownOnce: (name) =>
      `${own(name)} ist bereit. Das Folgende wird nur jetzt gezeigt: Kopiere es, bevor du weitergehst.`,
    key: 'Schlüssel',
    webhook: 'Webhook-Adresse',
    copyKey: 'Schlüssel kopieren',
    copyWebhook: 'Webhook kopieren',
    copied: 'Kopiert',
    selected: 'Der Text ist markiert. Kopiere ihn von hier.',
    unused: 'noch nicht benutzt',
    lastUsed: (when) => `zuletzt benutzt ${when}`,
    noKey: 'hat keinen Schlüssel',
    newKey: 'Neuer Schlüssel',
    newKeyOf: (name) => `Neuer Schlüssel für ${own(name)}`,
    newKeyHint:
      'Der jetzige Schlüssel gilt sofort nicht mehr, und Programme, die ihn benutzen, werden getrennt.',
    newWebhook: 'Neuer Webhook',
    newWebhookOf: (name) => `Neuer Webhook für ${own(name)}`,
    newWebhookHint: 'Die jetzige Adresse gilt sofort nicht mehr.',
    remove: 'Löschen',
    removeOf: (name) => `${own(name)} löschen`,
    removeHint:
      'Schlüssel und Webhook gelten sofort nicht mehr. Was er geschrieben hat, bleibt bei denen, die es bekommen haben.',
    refused: 'Das hat nicht geklappt. Bitte versuch es noch einmal.',
  },

  passkeys: {
    heading: 'Passkeys',
    hint: 'Melde dich mit Fingerabdruck, Gesicht oder der PIN deines Geräts oder Sicherheitsschlüssels an. Du musst dir nichts merken, und auf dem Server liegt nichts, was man stehlen könnte.',
    none: 'Du hast keine Passkeys.',
    loadFailed: 'Die Passkeys konnten nicht geladen werden.',
    logIn: 'Mit einem Passkey anmelden',
    signUp: 'Konto mit einem Passkey erstellen',
    signUpHint: 'Dafür genügt ein Name: keine E-Mail-Adresse, kein Passwort.',
    waiting: 'Folge deinem Gerät …',
    add: 'Passkey hinzufügen',
    addHint: 'Zeig bitte vorher, dass du es bist.',
    added: 'Der Passkey wurde hinzugefügt.',
    rename: 'Umbenennen',
    renameOf: (name) => `${own(name)} umbenennen`,
    name: 'Bezeichnung',
    nameHint: 'Leer: das Gerät, auf dem er erstellt wurde.',
    remove: 'Entfernen',
    removeOf: (name) => `${own(name)} entfernen`,
    removeHint: (name) =>
      `Mit ${own(name)} kannst du dich dann nicht mehr anmelden. Lösch ihn auch auf deinem Gerät, sonst wird er dort weiter angeboten.`,
    created: (when) => `Hinzugefügt ${when}`,
    neverUsed: 'noch nicht benutzt',
    lastUsed: (when) => `zuletzt benutzt ${when}`,
    synced: 'synchronisiert',
    device: (browser, system) => `${own(browser)} unter ${own(system)}`,
    unknownDevice: 'Unbekanntes Gerät',
    confirmInstead: 'Stattdessen mit einem Passkey bestätigen',
    codesHint:
      'Gerät verloren? Mit einem Wiederherstellungscode kommst du wieder hinein: Erstelle unten welche und bewahre sie dort auf, wo andere sie nicht finden.',
  },

  secondFactor: {
    title: 'Zweiter Schritt bei der Anmeldung',
    hint: 'Neben dem Passwort ein Code aus einer Authenticator-App auf deinem Telefon. Ein Passkey braucht keinen.',
    off: 'Er ist aus: Dein Passwort allein meldet dich an.',
    on: (when) => `Er ist an. Eingeschaltet ${when}.`,
    loadFailed: 'Ob er an ist, konnte nicht geladen werden.',
    setUp: 'Einrichten',
    next: 'Weiter',
    scan: 'Scanne dies mit deiner Authenticator-App und gib dann die sechs Ziffern ein, die sie zeigt.',
    qr: 'QR-Code für deine Authenticator-App',
    byHand: 'Oder gib dort diesen Schlüssel ein:',
    code: 'Einmalcode',
    codeHint:
      'Die sechs Ziffern aus deiner Authenticator-App oder einer deiner Wiederherstellungscodes.',
    turnOn: 'Einschalten',
    turnOff: 'Ausschalten',
    turnOffHint: 'Danach meldet dich dein Passwort allein an.',
    codesMade:
      'Wenn du dein Telefon verlierst, gilt jeder dieser Wiederherstellungscodes einmal als Code. Schreib sie jetzt auf oder drucke sie: Sie werden nicht noch einmal angezeigt.',
  },

  recovery: {
    title: 'Wiederherstellungscodes',
    hint: 'Mit jedem kannst du einmal ein neues Passwort setzen, wenn du deines vergessen oder deinen Passkey verloren hast. Bewahre sie dort auf, wo andere sie nicht finden.',
    left: (n) =>
      n === 0
        ? 'Du hast keine Codes.'
        : count(n, { one: 'Du hast noch # Code.', other: 'Du hast noch # Codes.' }),
    make: 'Zehn neue Codes erstellen',
    shownOnce:
      'Schreib diese Codes jetzt auf oder drucke sie: Sie werden nicht noch einmal angezeigt. Frühere Codes gelten nicht mehr.',
  },

  away: {
    title: 'Keine Verbindung',
    hint: 'Parley ist gerade nicht erreichbar. Diese Seite lädt von selbst, sobald es wieder geht.',
  },

  files: {
    video: (name) => `Video ${own(name)}`,
    download: 'Herunterladen: ',
    progress: (percent, size) => `${percent} % von ${size}`,
    noneShared: 'Hier stehen die Dateien und Sprachnachrichten dieser Unterhaltung.',
    sharedFailed: 'Die Dateien konnten nicht geladen werden.',
    olderShared: 'Ältere anzeigen',
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
    download: 'Herunterladen',
    previous: 'Voriges Foto',
    next: 'Nächstes Foto',
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
    push: {
      off: 'Solange Parley offen ist, und auch danach, wenn dieser Browser das kann.',
      starting: 'Der Browser wird gebeten, auch zu melden, wenn Parley geschlossen ist…',
      on: 'Auch wenn Parley geschlossen ist.',
      unsupported:
        'Solange Parley offen ist: Dieser Browser kann nichts melden, wenn es geschlossen ist.',
      unreachable:
        'Solange Parley offen ist. Um danach etwas zu melden, braucht dieser Browser den Push-Dienst seines Herstellers, und den erreicht er nicht.',
      failed:
        'Solange Parley offen ist. Meldungen bei geschlossenem Parley ließen sich nicht einrichten.',
    },
    pushRetry: 'Meldungen bei geschlossenem Parley noch einmal einrichten',
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

  pictureEditor: {
    edit: (name) => `${own(name)} bearbeiten`,
    title: 'Bild bearbeiten',
    tool: 'Werkzeug',
    tools: { crop: 'Zuschneiden', draw: 'Zeichnen', hide: 'Verwischen' },
    hints: {
      crop: 'Ziehe an den Ecken oder am Rahmen selbst.',
      draw: 'Zeichne auf das Bild.',
      hide: 'Übermale, was niemand erkennen soll.',
    },
    keys: {
      crop: 'Mit Tab zum Rahmen und zu seinen Ecken, die Pfeiltasten bewegen sie; mit Umschalt weniger.',
      draw: 'Die Pfeiltasten bewegen den Stift, die Leertaste setzt ihn auf und hebt ihn ab; mit Umschalt weniger.',
      hide: 'Die Pfeiltasten bewegen den Pinsel, die Leertaste setzt ihn auf und hebt ihn ab; mit Umschalt weniger.',
    },
    surfaces: { draw: 'Bild zum Zeichnen', hide: 'Bild zum Verwischen' },
    frame: 'Was vom Bild bleibt',
    corners: {
      'top-left': 'Ecke oben links',
      'top-right': 'Ecke oben rechts',
      'bottom-left': 'Ecke unten links',
      'bottom-right': 'Ecke unten rechts',
    },
    kept: ({ width, height }) => `${width} % der Breite und ${height} % der Höhe bleiben`,
    lines: (n) => count(n, { one: '# Linie auf dem Bild', other: '# Linien auf dem Bild' }),
    colour: 'Farbe',
    colours: { red: 'Rot', yellow: 'Gelb', blue: 'Blau', black: 'Schwarz', white: 'Weiß' },
    turn: 'Drehen',
    undo: 'Rückgängig',
    stilled: 'Das ist eine Animation. Bearbeitet und gesendet wird ihr erstes Bild.',
    cannotShow: (name) =>
      `Dieser Browser kann ${own(name)} nicht anzeigen; deshalb lässt es sich hier nicht bearbeiten.`,
    failed:
      'Das Bild ist zu groß für dieses Gerät. Schneide mehr davon ab oder sende es, wie es ist.',
    done: 'Fertig',
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
      not_delivered: 'Die Nachricht wurde nicht zugestellt.',
      not_answered: 'Du kannst mehr schreiben, sobald dir geantwortet wurde.',
      reset_over:
        'Dieser Link wurde schon benutzt, ist älter als eine Stunde oder nicht vollständig.',
      session_over: 'Diese Sitzung ist schon beendet.',
      sign_up_closed:
        'Auf diesem Server können keine neuen Konten angelegt werden. Wenn du eines hast, melde dich an; sonst frag die Person, die ihn betreibt.',
      invitation_needed:
        'Für ein Konto brauchst du hier einen Einladungslink. Bitte die Person, die den Server betreibt, um einen.',
      invitation_over:
        'Diese Einladung ist schon benutzt, abgelaufen oder zurückgenommen worden. Bitte die Person, von der du sie hast, um eine neue.',
      cannot_invite: 'Auf diesem Server kann nur einladen, wer ihn verwaltet.',
      too_many_invitations: 'Du hast zu viele Einladungslinks. Nimm zuerst einen zurück.',
      busy_images: 'Gerade kommen zu viele Bilder an. Bitte versuch es noch einmal.',
      image_not_stored: 'Das Bild konnte nicht gespeichert werden. Bitte versuch es noch einmal.',
      file_too_large: 'Diese Datei ist größer, als dieser Server annimmt.',
      file_quota:
        'Deine Dateien füllen den Platz, den dieser Server jeder Person gibt. Lösche Nachrichten mit Dateien, um Platz zu schaffen.',
      file_disk:
        'Auf diesem Server ist gerade kein Platz für Dateien. Nachrichten ohne sie kommen weiter an.',
      file_store_away: 'Die Datei konnte nicht gespeichert werden. Bitte versuch es noch einmal.',
      upload_gone: 'Dieses Hochladen gibt es nicht mehr. Bitte schick die Datei noch einmal.',
      upload_unfinished: 'Von dieser Datei ist noch nicht alles hochgeladen.',
      not_a_recording: 'Das ist keine Aufnahme, die Browser abspielen können.',
      image_store_away: 'Der Bilderspeicher ist nicht erreichbar. Bitte versuch es noch einmal.',
      busy_sign_in: 'Gerade melden sich zu viele an. Bitte versuch es noch einmal.',
      cancelled: 'Das Senden wurde abgebrochen.',
      no_import: 'Diesen Verlauf gibt es nicht.',
      import_exists:
        'In dieser Unterhaltung ist schon ein anderer Verlauf, oder er wird gerade übertragen. Entferne zuerst diesen.',
      import_incomplete: 'Der Verlauf wurde noch nicht ganz übertragen.',
      import_over: 'Dieser Verlauf wird nicht mehr übertragen.',
      import_cleared:
        'Diese Unterhaltung wurde geleert: Was davor kam, lässt sich nicht mehr zeigen.',
      import_nothing_before: 'Schreibt euch zuerst eine Nachricht.',
      import_retention:
        'Dieser Server entfernt alte Nachrichten, darum lassen sich keine hereinholen.',
      no_report: 'Diese Meldung gibt es nicht.',
      last_administrator:
        'Jemand muss diesen Server verwalten: Mach zuerst eine andere Person zur Verwalterin oder zum Verwalter.',
      own_account: 'Dein eigenes Konto löschst du in deinen Einstellungen.',
      nothing_to_change: 'Es wurde nichts genannt, was sich ändern soll.',
      passwords_off: 'Hier meldet man sich über den Anbieter an, nicht mit einem Passwort.',
      provider_failed:
        'Die Anmeldung über den Anbieter hat nicht geklappt. Bitte versuch es noch einmal.',
      provider_no_email:
        'Der Anbieter bestätigt keine E-Mail-Adresse von dir, und ein Konto hier braucht eine.',
      sign_in_again: 'Bitte melde dich erst ab und wieder an, um zu zeigen, dass du es bist.',
      passkeys_off: 'Hier meldet man sich über den Anbieter an, nicht mit einem Passkey.',
      passkeys_no_name:
        'Unter einer Adresse aus Zahlen funktionieren Passkeys nicht. Sie brauchen eine mit Namen und https.',
      passkeys_no_https:
        'Passkeys funktionieren nur unter einer Adresse, die mit https beginnt, und diese tut das nicht. Wer den Server betreibt, kann das ändern.',
      passkey_refused:
        'Dieser Passkey wurde nicht angenommen. Vielleicht wurde er entfernt, oder es hat zu lange gedauert. Versuch es noch einmal, oder melde dich anders an.',
      passkey_not_made: 'Der Passkey konnte nicht erstellt werden. Bitte versuch es noch einmal.',
      passkey_exists: 'Auf diesem Gerät gibt es schon einen Passkey von dir.',
      no_bot: 'Diesen Bot gibt es nicht.',
      too_many_bots: 'Du hast zu viele Bots. Lösche zuerst einen.',
      bot_refused: 'Das kann ein Bot nicht.',
      no_webhook: 'Diesen Webhook gibt es nicht.',
      too_many_passkeys: 'Du hast zu viele Passkeys. Entferne zuerst einen.',
      last_way_in:
        'Anders kannst du dich nicht anmelden. Richte zuerst etwas anderes ein: einen weiteren Passkey oder ein Passwort.',
      second_factor_needed: 'Bitte gib auch den Code aus deiner Authenticator-App ein.',
      second_factor_wrong: 'Dieser Code stimmt nicht oder wurde schon benutzt.',
      second_factor_on: 'Der zweite Schritt ist schon an.',
      second_factor_no_password:
        'Einen zweiten Schritt braucht nur ein Passwort, und dieses Konto hat keines.',
      second_factor_over: 'Das hat zu lange gedauert. Bitte fang noch einmal an.',
      passkey_cancelled:
        'Es wurde kein Passkey benutzt: abgebrochen, oder es hat zu lange gedauert.',
      passkey_unsupported: 'Dieser Browser kann hier keine Passkeys benutzen.',
      stale: 'Diese Nachricht wurde inzwischen geändert.',
      deleted: 'Diese Nachricht wurde gelöscht.',
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
      personal:
        'darf nicht aus deinem Namen, deiner Adresse oder dem Namen dieses Servers bestehen',
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
