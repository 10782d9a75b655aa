import { AppError } from '@/lib/server/errors';
import type { ReceivedFile } from '@/lib/server/http/body/incoming-file';
import type { SentFile } from '@/lib/server/services/files/message-file';

interface FileFields {
  fileName?: string | undefined;
  durationMs?: number | undefined;
  waveform?: number[] | undefined;
}

/**
 * What a form that sends a message carries besides its fields: a picture, or a file of any kind. Throws
 * `bad_request` for a voice note without its length and its waveform.
 */
export function readSentFile(
  received: ReceivedFile | null,
  { fileName, durationMs, waveform }: FileFields,
): { image?: { path: string }; file?: SentFile } {
  if (!received) return {};
  const { field, path, sizeBytes, type } = received;
  if (field === 'image') return { image: { path } };
  const name = fileName ?? received.fileName ?? '';
  if (field !== 'voice') return { file: { path, sizeBytes, name, type } };
  if (durationMs === undefined || waveform === undefined) {
    const missing = durationMs === undefined ? 'durationMs' : 'waveform';
    throw new AppError('bad_request', 'A voice note needs its length and its waveform.', {
      fields: { [missing]: 'is required' },
      problems: { [missing]: { reason: 'required' } },
    });
  }
  return { file: { path, sizeBytes, name, type, voice: { durationMs, waveform } } };
}
