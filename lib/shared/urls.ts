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

export const apiUrls = {
  signUp: '/api/auth/signup',
  logIn: '/api/auth/login',
  check: '/api/auth/check',
  logOut: '/api/auth/logout',
  sessions: '/api/auth/sessions',
  session: (sid: string) => `/api/auth/sessions/${part(sid)}`,
  password: '/api/auth/password',
  profile: '/api/auth/update-profile',
  people: (query: { q?: string; cursor?: string; limit?: number } = {}) =>
    withQuery('/api/messages/users', query),
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
