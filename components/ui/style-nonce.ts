/**
 * The dialogs' scroll lock adds a <style> element, which the content security policy allows only
 * with the page's nonce. The library that adds it looks for it in this global.
 */
declare global {
  var __webpack_nonce__: string | undefined;
}

/** Call before a dialog opens; scripts hide their nonce from selectors, not from the property. */
export function provideStyleNonce(): void {
  const script = document.querySelector<HTMLScriptElement>('script[nonce]');
  if (script?.nonce) globalThis.__webpack_nonce__ = script.nonce;
}
