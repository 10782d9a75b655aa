const KEY = 'parley-signed-in';

/**
 * Whether this tab showed the chat and nobody signed out in it: then the sign-in page says that the
 * session has ended. Without storage it says nothing.
 */
export const sessionMark = {
  set: () => attempt(() => sessionStorage.setItem(KEY, '1')),
  clear: () => attempt(() => sessionStorage.removeItem(KEY)),
  isSet: () => attempt(() => sessionStorage.getItem(KEY) !== null) ?? false,
};

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
