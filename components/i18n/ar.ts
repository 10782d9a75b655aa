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

const count = createCounter('ar');
const own = createIsolate('rtl');

const HOURS = { one: 'ساعة واحدة', two: 'ساعتين', few: '# ساعات', other: '# ساعة' };
const MINUTES = { one: 'دقيقة واحدة', two: 'دقيقتين', few: '# دقائق', other: '# دقيقة' };

/** 5 ساعات و30 دقيقة */
function span(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [hours > 0 && count(hours, HOURS), rest > 0 && count(rest, MINUTES)];
  return parts.filter(Boolean).join(' و');
}

const LETTERS = {
  zero: 'لا حروف',
  one: 'حرف واحد',
  two: 'حرفان',
  few: '# أحرف',
  many: '# حرفًا',
  other: '# حرف',
};

const EMOJI = {
  zero: 'لا رموز',
  one: 'رمز واحد',
  two: 'رمزان',
  few: '# رموز',
  many: '# رمزًا',
  other: '# رمز',
};

export const ar: AllWords = {
  product: 'Parley',
  pageTitle: (page) => `${page} · Parley`,
  unseenTitle: (n) => (n > 0 ? `(${n}) Parley` : 'Parley'),
  conversationTitle: (name, n) => (n > 0 ? `(${n}) ${name} · Parley` : `${name} · Parley`),
  tagline: 'محادثات تبقى لك.',

  common: {
    cancel: 'إلغاء',
    close: 'إغلاق',
    back: 'رجوع',
    retry: 'حاول مرة أخرى',
    save: 'حفظ التغييرات',
    saving: 'جارٍ الحفظ…',
    saved: 'تم الحفظ',
    optional: 'اختياري',
    remove: 'إزالة',
    checkFields: 'الرجاء مراجعة الحقول المحددة.',
    somethingWrong: 'تعذّر ذلك. الرجاء المحاولة مرة أخرى.',
    charactersLeft: (n) =>
      n < 0 ? `الزيادة: ${count(-n, LETTERS)}` : `المتبقي: ${count(n, LETTERS)}`,
  },

  auth: {
    logInTitle: 'أهلًا بعودتك',
    logInHint: 'سجّل الدخول لتتابع محادثاتك.',
    logIn: 'تسجيل الدخول',
    loggingIn: 'جارٍ تسجيل الدخول…',
    signUpTitle: 'إنشاء حساب',
    signUpHint: 'يكفي اسم وبريد إلكتروني وكلمة مرور.',
    signUp: 'إنشاء حساب',
    signingUp: 'جارٍ إنشاء حسابك…',
    noAccount: 'جديد على Parley؟',
    haveAccount: 'لديك حساب؟',
    fullName: 'الاسم الكامل',
    email: 'البريد الإلكتروني',
    password: 'كلمة المرور',
    bio: 'نبذة عنك',
    passwordHint: (min) => `${min} أحرف على الأقل. جملة قصيرة تفي بالغرض.`,
    showPassword: 'إظهار كلمة المرور',
    hidePassword: 'إخفاء كلمة المرور',
    summary: 'الرجاء مراجعة ما يلي:',
    logOut: 'تسجيل الخروج',
    unsentTitle: 'لديك رسائل لم تُرسل',
    unsentHint:
      'المسودات والرسائل التي لم تُرسل بعد محفوظة على هذا الجهاز فقط، وتسجيل الخروج يحذفها.',
    logOutFailed: 'تعذّر تسجيل خروجك، لأنه لا يمكن الوصول إلى Parley الآن.',
    logOutAnyway: 'تسجيل الخروج وحذفها',
    sessionEnded: 'تم تسجيل خروجك. سجّل الدخول لتتابع من حيث توقفت.',
  },

  people: {
    conversations: 'المحادثات',
    heading: 'المحادثات',
    search: 'ابحث عن أشخاص',
    clearSearch: 'مسح البحث',
    searching: 'جارٍ البحث…',
    results: (n) =>
      count(n, {
        zero: 'لم يُعثر على أحد',
        one: 'عُثر على شخص واحد',
        two: 'عُثر على شخصين',
        few: 'عُثر على # أشخاص',
        many: 'عُثر على # شخصًا',
        other: 'عُثر على # شخص',
      }),
    noResults: (q) => `لم يُعثر على أحد باسم «${own(q)}»`,
    noResultsHint: 'جرّب بداية اسم، أو بريدًا إلكترونيًا كاملًا.',
    nobody: 'لا أحد هنا بعد',
    invite: 'دعوة أشخاص',
    notHere: 'ليس هنا بعد؟',
    loadFailed: 'تعذّر تحميل القائمة.',
    loadingMore: 'جارٍ تحميل المزيد…',
    unread: (n) => count(n, { other: '# غير مقروءة' }),
    online: 'متصل',
    offline: 'غير متصل',
    typing: 'يكتب…',
    you: 'أنت:',
    photo: 'صورة',
    deleted: 'حُذفت الرسالة',
    startHint: 'قل مرحبًا',
    lastSeen: (when) => `آخر ظهور: ${when}`,
    justNow: 'الآن',
    today: 'اليوم',
    yesterday: 'أمس',
    at: (day, time) => `${day} في ${time}`,
    account: 'حسابك',
    details: 'التفاصيل',
    showDetails: 'إظهار التفاصيل',
    hideDetails: 'إخفاء التفاصيل',
    about: 'نبذة',
    noBio: (name) => `لا توجد نبذة عن ${own(name)} بعد.`,
    memberSince: 'عضو منذ',
    localTime: 'الوقت المحلي',
    timeAhead: (minutes) =>
      minutes === 0
        ? 'الوقت نفسه عندك'
        : `${minutes > 0 ? 'متقدّم عن وقتك' : 'متأخّر عن وقتك'} بمقدار ${span(Math.abs(minutes))}`,
    sharedPhotos: 'الصور المشتركة',
    noPhotos: 'تظهر هنا الصور التي تتبادلانها.',
    pictureOf: (name) => `صورة ${own(name)}`,
  },

  chat: {
    skip: 'الانتقال إلى المحادثة',
    conversation: 'المحادثة',
    messages: 'الرسائل',
    backToList: 'العودة إلى المحادثات',
    pickTitle: 'اختر محادثة',
    pickHint: 'اختر شخصًا من القائمة.',
    pickShortcut: 'أو اضغط',
    pickShortcutEnd: 'للانتقال إلى اسم.',
    emptyTitle: (name) => `هنا تبدأ محادثتك مع ${own(name)}`,
    emptyHint: 'قل مرحبًا. أول رسالة هي الأصعب دائمًا.',
    wave: '👋',
    sendWave: 'لوّح بيدك',
    loadFailed: 'تعذّر تحميل هذه الرسائل.',
    loadingOlder: 'جارٍ تحميل الرسائل الأقدم…',
    loading: 'جارٍ تحميل الرسائل…',
    beginning: 'بداية محادثتكما',
    newMessages: 'رسائل جديدة',
    jump: 'الانتقال إلى الأحدث',
    jumpCount: (n) =>
      count(n, {
        one: 'رسالة جديدة واحدة، الانتقال إلى الأحدث',
        two: 'رسالتان جديدتان، الانتقال إلى الأحدث',
        few: '# رسائل جديدة، الانتقال إلى الأحدث',
        many: '# رسالة جديدة، الانتقال إلى الأحدث',
        other: '# رسالة جديدة، الانتقال إلى الأحدث',
      }),
    showMore: 'عرض المزيد',
    showLess: 'عرض أقل',
    edited: 'معدّلة',
    you: 'أنت',
    notFound: 'لم يُعثر على هذا الشخص',
    notFoundHint: 'قد يكون الرابط قديمًا، أو لم يعد الحساب موجودًا.',
    openImage: 'فتح الصورة',
    imageFrom: (name, when) => `صورة من ${own(name)}، ${own(when)}`,
    imageOwn: (when) => `صورة أرسلتها، ${own(when)}`,
    download: 'تنزيل',
    previousImage: 'الصورة السابقة',
    nextImage: 'الصورة التالية',
    opensInNewTab: 'يُفتح في تبويب جديد',
    messageFrom: (name) => `رسالة جديدة من ${own(name)}`,
    messageCame: 'رسالة جديدة',
  },

  history: {
    olderFailed: 'تعذّر تحميل الرسائل الأقدم.',
  },

  status: {
    sending: 'جارٍ الإرسال',
    sent: 'أُرسلت',
    delivered: 'وصلت',
    seen: 'شوهدت',
    failed: 'فشلت',
    notSent: 'لم تُرسل.',
    retry: 'إعادة المحاولة',
    edit: 'تعديل',
    delete: 'حذف',
    uploading: (percent) => `جارٍ الرفع، ${percent}%`,
    cancelUpload: 'إلغاء الرفع',
  },

  composer: {
    label: 'رسالة',
    placeholder: (name) => `رسالة إلى ${own(name)}`,
    caption: 'أضف تعليقًا',
    send: 'إرسال الرسالة',
    attach: 'إرفاق صورة',
    emoji: 'اختيار رمز تعبيري',
    removeImage: (name) => `إزالة ${own(name)}`,
    chosenImages: 'الصور المختارة',
    drop: (name) => `أفلت الصور هنا لإرسالها إلى ${own(name)}`,
    tooMany: (max) => `يمكنك إرسال ${max} صورة كحد أقصى في المرة الواحدة. لم تُضف البقية.`,
    counter: (n) => count(n, { other: '#' }),
    tooLong: (n) =>
      `النص أطول من المسموح (الزيادة: ${count(n, LETTERS)}). اختصره أو أرسله على أجزاء.`,
    refused: (name, why) => `${own(name)}: ${why}`,
    stilled: (name) => `الصورة ${own(name)} متحركة، وستُرسل أول لقطة منها فقط.`,
  },

  emoji: {
    title: 'الرموز التعبيرية',
    search: 'البحث في الرموز التعبيرية',
    grid: 'كل الرموز التعبيرية',
    categories: 'الفئات',
    category: {
      recent: 'المستخدمة مؤخرًا',
      results: 'النتائج',
      smileys: 'الوجوه',
      people: 'الأشخاص',
      nature: 'الحيوانات والطبيعة',
      food: 'الطعام والشراب',
      travel: 'السفر والأماكن',
      activities: 'الأنشطة',
      objects: 'الأشياء',
      symbols: 'العلامات',
      flags: 'الأعلام',
    },
    found: (n) => count(n, EMOJI),
    noResults: (q) => `لا يوجد رمز تعبيري لكلمة «${own(q)}»`,
    noResultsHint: 'جرّب كلمة أخرى.',
    hint: 'يُدرج مفتاح الإدخال رمزًا واحدًا، ومع Shift عدة رموز',
    tone: 'لون البشرة',
    tones: {
      0: 'أصفر',
      1: 'بشرة فاتحة',
      2: 'بشرة فاتحة إلى متوسطة',
      3: 'بشرة متوسطة',
      4: 'بشرة متوسطة إلى داكنة',
      5: 'بشرة داكنة',
    },
    loadFailed: 'تعذّر تحميل الرموز التعبيرية.',
    flagOf: (country) => `علم: ${country}`,
    suggestions: 'رموز تعبيرية مناسبة',
    suggested: (n) =>
      `${count(n, EMOJI)}. الأسهم للاختيار، ومفتاح الإدخال للإدراج، وEsc لمتابعة الكتابة.`,
  },

  writing: {
    title: 'الكتابة',
    enterSends: 'مفتاح الإدخال يرسل الرسالة',
    choices: { automatic: 'تلقائي', always: 'دائمًا', never: 'أبدًا' },
    hints: {
      automatic:
        'مع لوحة مفاتيح يرسل مفتاح الإدخال الرسالة، ومع Shift يبدأ سطرًا جديدًا. على شاشات اللمس يبدأ مفتاح الإدخال سطرًا جديدًا.',
      always: 'يبدأ Shift مع مفتاح الإدخال سطرًا جديدًا.',
      never: 'يبدأ مفتاح الإدخال سطرًا جديدًا، ويرسل Ctrl أو ⌘ مع مفتاح الإدخال.',
    },
  },

  connection: {
    connecting: 'جارٍ الاتصال…',
    offline: 'أنت غير متصل؛ ستُرسل الرسائل عند عودة الاتصال.',
    online: 'عاد الاتصال.',
  },

  firstRun: {
    title: 'أهلًا بك في Parley',
    hint: 'لا يملك أحد حسابًا على هذا الخادم بعد. صاحب الحساب الأول هو مديره.',
    ready: 'خادمك جاهز',
  },

  invitation: {
    hint: 'يمكن لمن يفتح هذا الرابط أن ينشئ حسابًا ويراسلك.',
    link: 'رابط الدعوة',
    copy: 'نسخ الرابط',
    copied: 'نُسخ الرابط',
    selected: 'الرابط محدّد. انسخه من هنا.',
    share: 'مشاركة الرابط',
    showCode: 'عرض رمز QR',
    code: 'رمز QR لرابط الدعوة',
    codeHint: 'امسحه بكاميرا الهاتف.',
    thisDeviceOnly: 'هذا الرابط يعمل على هذا الحاسوب فقط.',
    address: 'العنوان',
  },

  notes: {
    title: 'ملاحظاتي',
    hint: 'لا يراها أحد سواك',
    emptyTitle: 'مكان لك وحدك',
    emptyHint: 'احفظ هنا أفكارك وروابطك وصورك. تجدها على كل أجهزتك ولا يراها غيرك.',
    placeholder: 'اكتب ملاحظة',
    drop: 'أفلت الصور هنا لحفظها',
    startHint: 'اكتب ملاحظة',
    photos: 'الصور',
    noPhotos: 'الصور التي تحفظها هنا تظهر في هذا المكان.',
  },

  peopleRows: {
    draft: 'مسودة:',
  },

  panes: {
    listWidth: 'عرض القائمة',
    detailsWidth: 'عرض التفاصيل',
  },

  shortcuts: {
    title: 'اختصارات لوحة المفاتيح',
    everywhere: 'في كل مكان',
    goToName: 'الانتقال إلى اسم',
    nextConversation: 'المحادثة التالية',
    previousConversation: 'المحادثة السابقة',
    leave: 'إغلاق، أو العودة إلى القائمة',
    thisSheet: 'عرض هذه الاختصارات',
    inList: 'في القائمة',
    upAndDown: 'للأعلى وللأسفل',
    byPage: 'صفحة للأعلى أو للأسفل',
    ends: 'الأول والأخير',
    open: 'فتح',
    whileWriting: 'أثناء الكتابة',
    send: 'إرسال',
    newLine: 'سطر جديد',
    onSeparator: 'على الخط بين جزأين',
    wider: 'أوسع أو أضيق',
    usualWidth: 'العرض المعتاد',
  },

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
    title: 'الانتقال إلى محادثة',
    placeholder: 'اكتب اسمًا',
    hint: 'الأسهم للاختيار، Enter للفتح، Esc للإغلاق',
  },

  profile: {
    title: 'ملفك الشخصي',
    backToChats: 'العودة إلى المحادثات',
    picture: 'الصورة',
    choosePicture: 'اختيار صورة',
    removePicture: 'إزالة الصورة',
    pictureHint: (megabytes) =>
      `PNG أو JPEG أو WebP أو GIF أو AVIF أو HEIC، حتى ${megabytes} ميغابايت.`,
    about: 'نبذة عنك',
    aboutHint: 'يراها كل من تتحدث معهم.',
    emailHint: 'لا يراه غيرك.',
    appearance: 'المظهر',
    theme: { system: 'النظام', light: 'فاتح', dark: 'داكن' },
    password: 'تغيير كلمة المرور',
    passwordHint: 'يُسجَّل خروج كل الأجهزة الأخرى عند تغييرها.',
    currentPassword: 'كلمة المرور الحالية',
    newPassword: 'كلمة المرور الجديدة',
    changePassword: 'تغيير كلمة المرور',
    passwordChanged: 'تغيّرت كلمة مرورك.',
    devices: 'الأجهزة المسجّلة',
    devicesHint: `إن لم تعرف أحدها فسجّل خروجه وغيّر كلمة مرورك. يُسجَّل خروج أي جهاز تلقائيًا إذا لم يُستخدم ${SESSION_IDLE_DAYS} يومًا، وبعد سنة في كل الأحوال.`,
    thisDevice: 'هذا الجهاز',
    lastUsed: (when) => `آخر استخدام: ${when}`,
    endSession: (device) => `تسجيل خروج ${own(device)}`,
    end: 'تسجيل الخروج',
    devicesFailed: 'تعذّر تحميل الأجهزة.',
    language: 'اللغة',
    languageOfBrowser: 'حسب المتصفح',
    showLocalTime: 'إظهار وقتي المحلي للآخرين',
    showLocalTimeHint:
      'يدل على مكانك تقريبًا، ولذلك يبقى معطّلًا حتى تفعّله. ويتبع الجهاز الذي تستخدمه.',
  },

  notifications: {
    unseenFrom: (name, n) => (n > 1 ? `${own(name)} (${n})` : name),
    hidden: (n) =>
      count(n, {
        one: 'رسالة جديدة',
        two: 'رسالتان جديدتان',
        few: '# رسائل جديدة',
        many: '# رسالة جديدة',
        other: '# رسالة جديدة',
      }),
    testBody: 'هكذا ستظهر الرسالة الجديدة.',
  },

  away: {
    title: 'لا يوجد اتصال',
    hint: 'لا يمكن الوصول إلى Parley الآن. ستظهر هذه الصفحة من تلقاء نفسها حالما يصبح ذلك ممكنًا.',
  },

  pictures: {
    refused: {
      not_a_picture: 'هذا الملف ليس صورة. يمكن إرسال PNG وJPEG وWebP وGIF وAVIF وHEIC.',
      damaged: 'الصورة تالفة ولا يمكن قراءتها.',
      too_many_bytes: `حجم الصورة أكبر من ${IMAGE_MAX_BYTES / BYTES_PER_MEGABYTE} ميغابايت.`,
      side_too_long: count(IMAGE_MAX_INPUT_SIDE_PIXELS, {
        other: 'أحد جانبي الصورة أطول من # بكسل.',
      }),
      too_many_pixels: `دقة الصورة أعلى من ${IMAGE_MAX_PIXELS / PIXELS_PER_MEGAPIXEL} ميغابكسل.`,
      too_many_frames: count(IMAGE_MAX_FRAMES, { other: 'في الصورة المتحركة أكثر من # لقطة.' }),
      animation_too_large:
        'الصورة المتحركة أطول مما يسمح به مقاسها. يمكن إرسال واحدة أقصر أو أصغر.',
      too_costly: 'الصورة أكبر مما يمكن قراءته بهذه الصيغة. يمكن إرسال صورة أصغر.',
    },
    noPreview: 'لا معاينة',
    loading: 'جارٍ تحميل الصورة…',
    failed: 'تعذّر تحميل الصورة.',
    failedPhoto: (photo) => `حاول مرة أخرى: تعذّر تحميل هذه الصورة. ${photo}`,
    counter: (n, total) => `${n} من ${total}`,
    zoomIn: 'تكبير',
    fit: 'عرضها كاملة',
    sharedCount: (n) =>
      count(n, {
        zero: 'لا صور',
        one: 'صورة واحدة',
        two: 'صورتان',
        few: '# صور',
        many: '# صورة',
        other: '# صورة',
      }),
    sharedFailed: 'تعذّر تحميل الصور.',
    sharedLoading: 'جارٍ تحميل الصور…',
  },

  failed: {
    codes: {
      bad_request: 'بعض البيانات ناقص أو غير صالح.',
      unauthorized: 'الرجاء تسجيل الدخول.',
      forbidden: 'هذا غير مسموح لك.',
      not_found: 'هذا غير موجود.',
      conflict: 'تغيّر هذا في أثناء ذلك.',
      too_large: 'الحجم كبير جدًا.',
      unsupported_type: 'هذا النوع من الملفات غير مدعوم.',
      rate_limited: 'طلبات كثيرة جدًا. الرجاء الانتظار قليلًا.',
      internal: 'حدث خطأ لدينا.',
      unavailable: 'الخدمة لا تجيب الآن. الرجاء المحاولة مرة أخرى.',
    },
    reasons: {
      wrong_credentials: 'البريد الإلكتروني أو كلمة المرور غير صحيحة.',
      no_person: 'هذا الشخص غير موجود.',
      session_over: 'انتهت هذه الجلسة من قبل.',
      busy_images: 'تصل الآن صور كثيرة. الرجاء المحاولة مرة أخرى.',
      image_not_stored: 'تعذّر حفظ الصورة. الرجاء المحاولة مرة أخرى.',
      image_store_away: 'لا يمكن الوصول إلى مخزن الصور. الرجاء المحاولة مرة أخرى.',
      busy_sign_in: 'كثيرون يسجّلون الدخول الآن. الرجاء المحاولة مرة أخرى.',
      cancelled: 'أُلغي الإرسال.',
      foreign: 'جاء هذا الطلب من موقع آخر.',
      unknown_address:
        'لا يعرف هذا الخادم العنوان الذي فُتحت به هذه الصفحة. على من يديره أن يضبط PUBLIC_URL على هذا العنوان.',
      other_address: 'هذا الخادم معدّ لعنوان آخر (PUBLIC_URL). يرجى فتح Parley من هناك.',
    },
    problems: {
      required: 'هذا الحقل مطلوب.',
      wrong: 'القيمة غير صحيحة.',
      taken: 'يوجد حساب بهذا البريد.',
      not_an_address: 'هذا البريد الإلكتروني غير صالح.',
      unprintable: 'فيه رموز لا يمكن عرضها.',
      unreadable: 'يجب أن يحتوي على حرف أو رقم أو رمز تعبيري واحد على الأقل.',
      common: 'هذه من أكثر كلمات المرور شيوعًا؛ الرجاء اختيار غيرها.',
      not_valid: 'القيمة غير صالحة.',
    },
    too_short: (limit) => `الحد الأدنى ${limit} أحرف.`,
    too_long: (limit) => `الحد الأقصى ${limit} حرفًا.`,
  },

  error: {
    title: 'حدث خطأ ما',
    hint: 'رسائلك بأمان. حاول مرة أخرى، أو عُد بعد قليل.',
  },

  notificationSettings: {
    title: 'الإشعارات',
    hint: 'للرسائل التي تصل وأنت لا تنظر إلى Parley.',
    region: 'الإشعارات',
    offerTitle: 'هل تريد تلقي إشعار حين يكتب لك أحد؟',
    offerHint: 'فقط حين لا تنظر إلى Parley.',
    offerAccept: 'تشغيل',
    offerDecline: 'ليس الآن',
    show: 'إظهار الإشعارات على هذا الجهاز',
    previews: 'إظهار نص الرسالة',
    previewsHint: 'وإلا فلن يذكر الإشعار سوى اسم المرسل.',
    sound: 'تشغيل صوت',
    soundHint: 'قصير وهادئ، ويعمل من دون إشعارات أيضًا.',
    test: 'إرسال إشعار تجريبي',
    testHint: 'يصل كأي رسالة حقيقية، لكنه يظهر أيضًا وأنت تنظر إلى هذه الصفحة.',
    testSent:
      'أُرسل. إن لم يظهر شيء فنظامك يحجبه: راجع إعدادات الإشعارات فيه وتأكد من أن وضع عدم الإزعاج متوقف.',
    why: {
      off: 'لم يُرسل شيء: الإشعارات متوقفة على هذا الجهاز.',
      'not-asked': 'لم يُرسل شيء: لم يُطلب إذن المتصفح بعد.',
      denied: 'لم يُرسل شيء: هذا المتصفح يحجب إشعارات Parley.',
      insecure: 'لم يُرسل شيء: لا تُظهر المتصفحات الإشعارات إلا للعناوين التي تبدأ بـ https.',
      unsupported: 'لم يُرسل شيء: لا يستطيع هذا المتصفح إظهار الإشعارات هنا.',
      failed: 'رفض المتصفح إظهاره. حاول مرة أخرى أو أعد تشغيل المتصفح.',
      other: 'لم يُرسل شيء: ظهر إشعار أحدث للتو.',
    },
    denied:
      'هذا المتصفح يحجب إشعارات Parley. لتغيير ذلك افتح إعدادات الموقع (الرمز بجانب العنوان) واسمح بالإشعارات ثم عُد.',
    insecure:
      'لا تُظهر المتصفحات الإشعارات إلا للعناوين التي تبدأ بـ https، وهذا العنوان ليس منها. يمكن لمن يدير هذا الخادم تغيير ذلك.',
    unsupported:
      'لا يستطيع هذا المتصفح إظهار الإشعارات هنا. على iPhone أو iPad أضف Parley إلى الشاشة الرئيسية أولًا.',
  },

  crop: {
    dropHint: 'يمكنك أيضًا لصق صورة أو إفلاتها.',
    cropTitle: 'اختر الجزء الظاهر',
    opening: 'جارٍ فتح الصورة…',
    cropArea: 'جزء الصورة',
    cropHint: 'اسحب الصورة أو المس ما تريده في الوسط، وكبّر بإصبعين أو بعجلة الفأرة.',
    cropKeys: 'الأسهم للتحريك و+ و− للتكبير وR للتدوير و0 للبدء من جديد.',
    stilled: 'هذه صورة متحركة، وستكون صورتك أول لقطة منها.',
    cropState: ({ zoom, across, down }) =>
      `التكبير ${zoom}%، والوسط على بُعد ${across}% من اليسار و${down}% من الأعلى`,
    zoom: 'التكبير',
    percent: (n) => `${n}%`,
    turn: 'تدوير',
    reset: 'البدء من جديد',
    use: 'استخدام الصورة',
    useWhole: 'استخدامها كما هي',
    cannotShow: (name) =>
      `لا يستطيع هذا المتصفح عرض ${own(name)}، فلا يمكن اختيار جزء من الصورة هنا. قد تصلح مع ذلك: إن استخدمتها كما هي فسيظهر وسطها.`,
  },

  notFound: {
    title: 'لا شيء هنا',
    hint: 'الصفحة التي تبحث عنها غير موجودة، أو لم تعد موجودة.',
    home: 'الانتقال إلى محادثاتك',
  },
};
