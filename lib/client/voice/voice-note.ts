/** A recording that is ready to be sent. */
export interface VoiceNote {
  blob: Blob;
  durationMs: number;
  /** 64 numbers from 0 to 255. */
  waveform: readonly number[];
}

/** What it is called where somebody saves it. */
export const voiceFileName = (type: string): string =>
  `voice-message.${type === 'audio/mp4' ? 'm4a' : type.replace(/^audio\//, '')}`;
