import { AppError } from '@/lib/server/errors';
import type { ReceivedFile } from '@/lib/server/http/body/incoming-file';
import type { SentFile } from '@/lib/server/services/files/message-file';

interface FileFields {
  fileName?: string | undefined;
  poster?: string | undefined;
  durationMs?: number | undefined;
  waveform?: number[] | undefined;
}

/** How long a voice note is and how it sounds; undefined for what is none. Throws `bad_request` for half of it. */
export function readVoice({ durationMs, waveform }: FileFields): SentFile['voice'] {
  if (durationMs === undefined && waveform === undefined) return undefined;
  if (durationMs !== undefined && waveform !== undefined) return { durationMs, waveform };
  throw missing(durationMs === undefined ? 'durationMs' : 'waveform');
}

const missing = (field: keyof FileFields) =>
  new AppError('bad_request', 'A voice note needs its length and its waveform.', {
    fields: { [field]: 'is required' },
    problems: { [field]: { reason: 'required' } },
  });

/**
 * What a form that sends a message carries besides its fields: a picture, or a file of any kind. Throws
 * `bad_request` for a voice note without its length and its waveform.
 */
export function readSentFile(
  received: ReceivedFile | null,
  fields: FileFields,
): { image?: { path: string }; file?: SentFile } {
  if (!received) return {};
  const { field, path, sizeBytes, type } = received;
  if (field === 'image') return { image: { path } };
  const name = fields.fileName ?? received.fileName ?? '';
  if (field !== 'voice') return { file: { path, sizeBytes, name, type, poster: fields.poster } };
  const voice = readVoice(fields);
  if (!voice) throw missing('durationMs');
  return { file: { path, sizeBytes, name, type, voice } };
}
