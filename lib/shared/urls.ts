/** Every address of the product, built in one place; ids and queries are always encoded. */
type Query = Record<string, string | number | boolean | undefined>;

export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const part = encodeURIComponent;

/** The name of the parameter that says at which message a conversation is opened. */
export const MESSAGE_PARAMETER = 'm';

/** The number of the message that a query names, or null: what is no number of a message is ignored. */
export function messageSeqOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^(?:0|-?[1-9]\d{0,14})$/.test(value)) return null;
  return Number(value);
}

/** The path of a message: its conversation, opened there. */
export function messageUrl(userId: string, seq: number): string {
  return withQuery(pages.conversation(userId), { [MESSAGE_PARAMETER]: seq });
}

export const pages = {
  home: '/',
  logIn: '/login',
  signUp: '/signup',
  /** Where an invitation link leads. */
  join: (token: string) => `/join/${part(token)}`,
  chat: '/chat',
  conversation: (userId: string) => `/chat/${part(userId)}`,
  /** Where the profile was before; leads to its place in the settings. */
  profile: '/profile',
  settings: '/settings',
  /** For administrators; not there for anybody else. */
  administration: '/admin',
  /** Where other apps hand over what is shared with this one. */
  share: '/share',
  /** By which somebody is found. */
  profileLink: (key: string) => `/u/${part(key)}`,
} as const;

/** The pages behind the sign-in; what lies under them is, too. */
const SIGNED_IN_PAGES = [
  pages.chat,
  pages.settings,
  pages.profile,
  pages.administration,
  '/u',
] as const;

/** Whether a path is that of a page that only signed-in people see. */
export function isSignedInPath(path: string): boolean {
  return SIGNED_IN_PAGES.some((page) => path === page || path.startsWith(`${page}/`));
}

/** What next-auth's routes call the provider that people can sign in with. */
export const OIDC_PROVIDER_ID = 'oidc';

/** Begins signing in with the provider, and goes on to `next` after it. */
export const providerSignInUrl = (next?: string): string =>
  withQuery(`/api/auth/signin/${OIDC_PROVIDER_ID}`, { callbackUrl: next });

/** The name of the parameter by which the sign-in page says why the provider's people did not come in. */
export const REFUSAL_PARAMETER = 'refused';

/** The sign-in page, saying why somebody was not let in. */
export const logInPageFor = (reason: string): string =>
  withQuery(pages.logIn, { [REFUSAL_PARAMETER]: reason });

/** The name of the parameter that keeps where somebody wanted to go through signing in or up. */
export const NEXT_PARAMETER = 'next';

/**
 * Where to go on after signing in: the path asked for if it is one of our own pages (an invitation
 * leads on by itself), else the chat.
 * The text is anybody's: it is read as a browser would read it, and only what the result says counts.
 */
export function nextPage(text: unknown): string {
  const base = 'http://own.invalid';
  // An address such as `//host`, `/\\host` or `javascript:` turns out to be on another origin here.
  if (typeof text !== 'string' || !URL.canParse(text, base)) return pages.chat;
  const { origin, pathname, search } = new URL(text, base);
  const isOwn = isSignedInPath(pathname) || pathname.startsWith(pages.join(''));
  return origin === base && isOwn ? pathname + search : pages.chat;
}

/** The sign-in or sign-up page, from which one goes on to that path. */
export function pageWithNext(
  page: typeof pages.logIn | typeof pages.signUp,
  path: unknown,
): string {
  const next = nextPage(path);
  return withQuery(page, { [NEXT_PARAMETER]: next === pages.chat ? undefined : next });
}

/** Whether a host name or address is this machine itself, so that no other device can open it. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return bare === 'localhost' || bare === '::1' || /^127(\.\d+){3}$/.test(bare);
}

export const apiUrls = {
  signUp: '/api/auth/signup',
  logIn: '/api/auth/login',
  check: '/api/auth/check',
  logOut: '/api/auth/logout',
  sessions: '/api/auth/sessions',
  session: (sid: string) => `/api/auth/sessions/${part(sid)}`,
  password: '/api/auth/password',
  account: '/api/auth/account',
  profileLink: '/api/auth/profile-link',
  invitations: '/api/invitations',
  invitation: (invitationId: string) => `/api/invitations/${part(invitationId)}`,
  export: '/api/auth/export',
  profile: '/api/auth/update-profile',
  people: (
    query: {
      q?: string;
      joinedAfter?: string;
      changedAfter?: string;
      settingsAfter?: string;
      archived?: '1' | 'any';
      requests?: '1';
      cursor?: string;
      limit?: number;
    } = {},
  ) => withQuery('/api/messages/users', query),
  person: (userId: string) => `/api/users/${part(userId)}`,
  conversation: (userId: string) => `/api/conversations/${part(userId)}`,
  blocks: '/api/blocks',
  block: (userId: string) => `/api/blocks/${part(userId)}`,
  reports: '/api/reports',
  messages: (
    userId: string,
    query: {
      before?: number;
      after?: number;
      around?: number;
      at?: string;
      limit?: number;
      peek?: 1;
    } = {},
  ) => withQuery(`/api/messages/${part(userId)}`, query),
  search: (query: { q: string; userId?: string; cursor?: string; limit?: number }) =>
    withQuery('/api/search', query),
  files: (userId: string, query: { before?: number; limit?: number } = {}) =>
    withQuery(`/api/messages/${part(userId)}/files`, query),
  images: (userId: string, query: { before?: number; limit?: number } = {}) =>
    withQuery(`/api/messages/${part(userId)}/images`, query),
  send: (userId: string) => `/api/messages/send/${part(userId)}`,
  changes: (userId: string, query: { after: number; limit?: number }) =>
    withQuery(`/api/messages/${part(userId)}/changes`, query),
  message: (messageId: string, query: { for?: 'everyone' | 'me' } = {}) =>
    withQuery(`/api/messages/${part(messageId)}`, query),
  preview: (messageId: string) => `/api/messages/${part(messageId)}/preview`,
  reaction: (messageId: string) => `/api/messages/${part(messageId)}/reaction`,
  seen: (messageId: string) => `/api/messages/${part(messageId)}/seen`,
  /** Where large files are handed in, part by part: see tus.io. */
  resumable: '/api/uploads/resumable',
  resumableUpload: (uploadId: string) => `/api/uploads/resumable/${part(uploadId)}`,
  upload: (file: string) => `/api/uploads/${part(file)}`,
} as const;

/** In place of a transport's name: asks whether a server has sockets at all. */
export const SOCKET_PROBE_TRANSPORT = 'probe';
