/** Addresses of histories brought in from elsewhere, which no first screen needs: they stay out of what everybody fetches. */
const part = encodeURIComponent;

const one = (importId: string) => `/api/imports/${part(importId)}`;

export const importUrls = {
  all: '/api/imports',
  ofPerson: (userId: string) => `/api/imports?userId=${part(userId)}`,
  one,
  messages: (importId: string) => `${one(importId)}/messages`,
  picture: (importId: string, ordinal: number) => `${one(importId)}/pictures/${ordinal}`,
  proposal: (importId: string) => `${one(importId)}/proposal`,
  acceptance: (importId: string) => `${one(importId)}/acceptance`,
};
