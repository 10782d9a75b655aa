import type { DBSchema } from 'idb';
import { markDraftVoice } from '@/lib/client/drafts/draft-voice-marks';
import { createDatabaseOpener } from '@/lib/client/platform/open-database';
import type { VoiceNote } from '@/lib/client/voice/voice-note';

interface VoiceDraftSchema extends DBSchema {
  notes: { key: [ownerId: string, userId: string]; value: VoiceNote };
}

const open = createDatabaseOpener<VoiceDraftSchema>('parley-voice-drafts', 1, (db) => {
  db.createObjectStore('notes');
});

/** The writes of this tab, in order; reading waits for them. */
let writing: Promise<unknown> = Promise.resolve();

/**
 * Keeps the recording that waits for somebody, in place of the one before; null forgets it. Where nothing
 * can be stored it is lost with the page. Never rejects.
 */
export function storeDraftVoice(
  ownerId: string,
  userId: string,
  note: VoiceNote | null,
): Promise<void> {
  const written = writing.then(async () => {
    const db = await open();
    if (note) await db.put('notes', { ...note, waveform: [...note.waveform] }, [ownerId, userId]);
    else await db.delete('notes', [ownerId, userId]);
    markDraftVoice(ownerId, userId, note !== null);
  });
  writing = written.catch(() => undefined);
  return writing.then(() => undefined);
}

/** The recording that waits for somebody; null without one. Rejects where nothing is stored. */
export async function readDraftVoice(ownerId: string, userId: string): Promise<VoiceNote | null> {
  await writing;
  return (await (await open()).get('notes', [ownerId, userId])) ?? null;
}

/** Forgets every recording of that person, for whomever. */
export async function removeDraftVoices(ownerId: string): Promise<void> {
  await writing;
  await (await open()).delete('notes', IDBKeyRange.bound([ownerId], [ownerId, []]));
}
