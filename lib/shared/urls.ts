/** Every address of the product, built in one place; ids and queries are always encoded. */
type Query = Record<string, string | number | boolean | undefined>;

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const part = encodeURIComponent;

export const pages = {
  home: '/',
  logIn: '/login',
  signUp: '/signup',
  chat: '/chat',
  conversation: (userId: string) => `/chat/${part(userId)}`,
  profile: '/profile',
} as const;

/** The pages behind the sign-in; what lies under them is, too. */
const SIGNED_IN_PAGES = [pages.chat, pages.profile] as const;

/** Whether a path is that of a page that only signed-in people see. */
export function isSignedInPath(path: string): boolean {
  return SIGNED_IN_PAGES.some((page) => path === page || path.startsWith(`${page}/`));
}

/** The name of the parameter that keeps where somebody wanted to go through signing in or up. */
export const NEXT_PARAMETER = 'next';

/**
 * Where to go on after signing in: the path asked for if it is one of our own pages, else the chat.
 * The text is anybody's: it is read as a browser would read it, and only what the result says counts.
 */
export function nextPage(text: unknown): string {
  const base = 'http://own.invalid';
  // An address such as `//host`, `/\\host` or `javascript:` turns out to be on another origin here.
  if (typeof text !== 'string' || !URL.canParse(text, base)) return pages.chat;
  const { origin, pathname, search } = new URL(text, base);
  return origin === base && isSignedInPath(pathname) ? pathname + search : pages.chat;
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
  profile: '/api/auth/update-profile',
  people: (query: { q?: string; joinedAfter?: string; cursor?: string; limit?: number } = {}) =>
    withQuery('/api/messages/users', query),
  person: (userId: string) => `/api/users/${part(userId)}`,
  messages: (
    userId: string,
    query: { before?: number; after?: number; around?: number; limit?: number; peek?: 1 } = {},
  ) => withQuery(`/api/messages/${part(userId)}`, query),
  images: (userId: string, query: { before?: number; limit?: number } = {}) =>
    withQuery(`/api/messages/${part(userId)}/images`, query),
  send: (userId: string) => `/api/messages/send/${part(userId)}`,
  seen: (messageId: string) => `/api/messages/${part(messageId)}/seen`,
  upload: (file: string) => `/api/uploads/${part(file)}`,
} as const;

/** In place of a transport's name: asks whether a server has sockets at all. */
export const SOCKET_PROBE_TRANSPORT = 'probe';
