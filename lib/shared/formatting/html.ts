const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it can stand anywhere in HTML, attributes in quotes included. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** A text that its direction must not leave: a name, a file. */
export const isolated = (text: string): string => `<bdi>${escapeHtml(text)}</bdi>`;
