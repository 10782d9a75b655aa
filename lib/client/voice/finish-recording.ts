import type { RawRecording } from '@/lib/client/voice/recording';
import { typeOfRecording } from '@/lib/client/voice/recording-format';
import type { VoiceNote } from '@/lib/client/voice/voice-note';
import { waveformOf } from '@/lib/client/voice/waveform';
import { AUDIO_HEAD_BYTES } from '@/lib/shared/files/file-type';
import { VOICE_MAX_MS } from '@/lib/shared/limits';

/** Decoded, a minute takes 11 MB: of longer ones the levels that were measured meanwhile have to do. */
const DECODED_MAX_MS = 3 * 60_000;
/** The lowest rate every browser has; no more is needed to see how loud it is. */
const SAMPLE_RATE = 8_000;

/**
 * Makes a recording ready to be sent: brought into the form that every browser plays, or as it is where
 * that fails, with its length and its waveform. Throws when nothing was recorded.
 */
export async function finishRecording(raw: RawRecording): Promise<VoiceNote> {
  const { blob, durationMs } = await import('@/lib/client/voice/remux')
    .then(({ remuxToMp4 }) => remuxToMp4(raw.blob))
    .catch(() => asRecorded(raw));
  return {
    blob,
    durationMs: Math.min(Math.max(Math.round(durationMs), 1), VOICE_MAX_MS),
    waveform: await drawWaveform(blob, durationMs, raw.levels),
  };
}

async function asRecorded({ blob, type, elapsedMs }: RawRecording) {
  if (blob.size === 0) throw new Error('Nothing was recorded.');
  const head = new Uint8Array(await blob.slice(0, AUDIO_HEAD_BYTES).arrayBuffer());
  return { blob: blob.slice(0, blob.size, typeOfRecording(head, type)), durationMs: elapsedMs };
}

async function drawWaveform(
  blob: Blob,
  durationMs: number,
  levels: readonly number[],
): Promise<number[]> {
  if (durationMs > DECODED_MAX_MS) return waveformOf(levels);
  try {
    const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const decoded = await context.decodeAudioData(await blob.arrayBuffer());
    return waveformOf(decoded.getChannelData(0));
  } catch {
    return waveformOf(levels);
  }
}
