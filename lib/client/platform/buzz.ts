const BUZZ_MS = 10;

/** A short buzz under the finger, where the device and its owner have such a thing. */
export function buzz(): void {
  try {
    if ('vibrate' in navigator) navigator.vibrate(BUZZ_MS);
  } catch {
    // Some browsers refuse it before the first press.
  }
}
