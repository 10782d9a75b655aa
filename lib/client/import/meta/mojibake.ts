const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Meta writes each byte of a text in UTF-8 as a character of its own. A text is put right only if all
 * of it can have come about so; any other is left as it is.
 */
export function repairMojibake(text: string): string {
  const isBytes = !/[\u0100-\uffff]/.test(text) && /[\u0080-\u00ff]/.test(text);
  if (!isBytes) return text;
  const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return text;
  }
}
