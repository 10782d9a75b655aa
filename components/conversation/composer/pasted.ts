/** What a paste brings, as far as it says what its text means. */
export interface Pasted {
  text: string;
  /** The same as a word processor, a browser or an editor shows it, or "". */
  html: string;
  /** What Visual Studio Code says of it, or "". */
  editor: string;
}

/** Spaces, hyphens and line breaks that only mean something where they come from. */
const ODD = /[\u00a0\u00ad\u2007\u2028\u2029\u0085\v\f\ufeff]/;

/** What of a paste has to be read before it is put in; null where the text can go in as it is. */
export function toRead(data: DataTransfer): Pasted | null {
  const text = data.getData('text/plain');
  const html = data.getData('text/html');
  const editor = data.getData('vscode-editor-data');
  const hasLines = /\S[\s\S]*[\r\n][\s\S]*\S/.test(text);
  return ODD.test(text) || (hasLines && (html || editor)) ? { text, html, editor } : null;
}
