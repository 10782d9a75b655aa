import { detectAudioType } from '@/lib/shared/files/file-type';

/**
 * Opus first: it is in every browser, while AAC is missing where nobody paid for it. Of the containers
 * WebM is the one that most can write.
 */
const WANTED_TYPES = [
  'audio/webm;codecs=opus',
  'audio/mp4;codecs=opus',
  'audio/ogg;codecs=opus',
  'audio/mp4',
  'audio/webm',
  'audio/ogg',
];

/** What to ask a recorder for; null where none of it can be recorded. */
export function chooseRecordingType(isSupported: (type: string) => boolean): string | null {
  return WANTED_TYPES.find(isSupported) ?? null;
}

/**
 * The type under which a recording is sent, by its first bytes: browsers have answered with another
 * container than they were asked for, and some leave the type empty. Without codecs.
 */
export function typeOfRecording(head: Uint8Array, recorderType: string): string {
  return detectAudioType(head) ?? (recorderType.split(';')[0]?.trim() || 'audio/webm');
}
