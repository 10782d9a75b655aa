import type { FileBriefDto } from '@/lib/shared/dto';

/** 75,000 ms as `1:15`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function toFileBrief({ name, durationMs }: FileBriefDto): FileBriefDto {
  return { name, ...(durationMs !== undefined && { durationMs }) };
}

/**
 * A file in one line, as lists, quotes and notifications show it, in any language; `voice` is the word for
 * a voice note.
 */
export function fileBriefText({ name, durationMs }: FileBriefDto, voice = ''): string {
  if (durationMs === undefined) return `📎 ${name}`;
  const length = formatDuration(durationMs);
  return voice ? `🎤 ${voice} (${length})` : `🎤 ${length}`;
}
