/** What `navigator` has for pages of https and localhost only, as far as a chat may want it. */
const NAVIGATOR_NAMES = [
  'serviceWorker',
  'locks',
  'clipboard',
  'storage',
  'credentials',
  'mediaDevices',
  'permissions',
  'setAppBadge',
  'clearAppBadge',
  'share',
  'canShare',
  'wakeLock',
] as const;

/** The same of `window`. */
const GLOBAL_NAMES = ['caches', 'Notification', 'cookieStore', 'showSaveFilePicker'] as const;

/** And of `crypto`. */
const CRYPTO_NAMES = ['subtle', 'randomUUID'] as const;

/** How far before its use a guard may stand in a built file. */
const GUARD_REACH_CHARS = 160;

/**
 * The uses of such an interface in a built file that nothing guards there, whatever the source says.
 * A guard is `"name"in navigator`, or `typeof name`, shortly before the use.
 */
export function findUnguarded(code: string): string[] {
  const uses = [
    ...find(code, new RegExp(`\\bnavigator\\.(${NAVIGATOR_NAMES.join('|')})\\b`, 'g'), (name) => [
      `"${name}"in navigator`,
      // @simplewebauthn/browser asks for PublicKeyCredential, which is there with it, before it comes to that.
      ...(name === 'credentials' ? ['createNewAbortSignal()'] : []),
    ]),
    ...find(
      code,
      new RegExp(`(?<![\\w$.'"\`-])(${GLOBAL_NAMES.join('|')})(?=[.(])`, 'g'),
      (name) => [`typeof ${name}`, `"${name}"in window`],
    ),
    ...find(code, new RegExp(`\\bnew (${GLOBAL_NAMES.join('|')})\\b`, 'g'), (name) => [
      `typeof ${name}`,
    ]),
    // The router of Next writes `globalThis.crypto`, and asks before it comes to that.
    ...find(
      code,
      new RegExp(`(?<!globalThis\\.)\\bcrypto\\.(${CRYPTO_NAMES.join('|')})\\b`, 'g'),
      (name) => [
        `"${name}"in crypto`,
        // @zip.js/zip.js reads it as a value, and asks what it is before it uses it.
        ...(name === 'subtle' ? ['typeof crypto!='] : []),
        // mediabunny decrypts what is encrypted, which nothing is that was recorded here.
        ...(name === 'subtle' ? ['"AES-CTR"', '.iv,0)'] : []),
      ],
    ),
  ];
  return uses.filter(({ isGuarded }) => !isGuarded).map(({ text }) => text);
}

function find(code: string, use: RegExp, guardsOf: (name: string) => string[]) {
  return [...code.matchAll(use)].map((match) => {
    const before = code.slice(Math.max(0, match.index - GUARD_REACH_CHARS), match.index);
    return {
      text: `${before.slice(-60)}${match[0]}`,
      isGuarded: guardsOf(match[1] ?? '').some((guard) => before.includes(guard)),
    };
  });
}

/**
 * Makes each of them throw when it is touched, as browsers do that have them and refuse them. To be
 * given to `addInitScript`.
 */
export function refuseSecureOnly(names: {
  navigator: readonly string[];
  global: readonly string[];
}): void {
  const refuse = (target: object, name: string) =>
    Object.defineProperty(target, name, {
      configurable: true,
      get() {
        throw new DOMException('Not for this page', 'SecurityError');
      },
    });
  for (const name of names.navigator) refuse(navigator, name);
  for (const name of names.global) refuse(window, name);
}

export const SECURE_ONLY = { navigator: NAVIGATOR_NAMES, global: GLOBAL_NAMES };
