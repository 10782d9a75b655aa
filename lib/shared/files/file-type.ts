/** The type of a file whose type nobody knows. */
export const UNKNOWN_TYPE = 'application/octet-stream';

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/;

/** The type of a file without its parameters, as somebody's program called it; it proves nothing. */
export function cleanFileType(text: string | undefined): string {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : UNKNOWN_TYPE;
}

/** Whether a page plays it in place. */
export const isMediaType = (type: string): boolean => /^(?:audio|video)\//.test(type);

export const AUDIO_HEAD_BYTES = 12;

/**
 * What a recording is, by its first bytes: browsers do not always record what they were asked for. Null
 * for anything that none of them records.
 */
export function detectAudioType(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head.subarray(0, AUDIO_HEAD_BYTES));
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'audio/webm';
  if (text.startsWith('OggS')) return 'audio/ogg';
  return text.slice(4, 8) === 'ftyp' ? 'audio/mp4' : null;
}
