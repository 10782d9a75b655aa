const KEY = 'parley-signed-in';

/**
 * Whether this tab showed the chat and was never signed out in it by hand: then the sign-in page owes
 * an explanation. Storage may be forbidden; then there is none.
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
