import { AppError, isAppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { getOwnUser } from '@/lib/server/services/accounts/account';
import { touchSession } from '@/lib/server/services/accounts/session';
import type { Actor } from '@/lib/server/services/actor';
import { takeExportSlot } from '@/lib/server/services/exports/export-slot';
import { writeExport } from '@/lib/server/services/exports/write-export';
import { streamZip } from '@/lib/server/zip-stream';
import type { ExportPages } from '@/lib/shared/export/export-pages';

/** A reader who takes nothing for so long has left without saying so. */
const STALL_TIMEOUT_MS = 120_000;

/** Throws once the export is to end: its reader left, or the session it belongs to ended. */
function makeCheck(actor: Actor, signal: AbortSignal): () => Promise<void> {
  return async () => {
    signal.throwIfAborted();
    if (!(await touchSession(actor))) throw new AppError('unauthorized');
  };
}

/** The same bytes; `onEnd` is called once when they end, fail, or their reader leaves or stalls. */
function watched(
  source: ReadableStream<Uint8Array>,
  { stop, onEnd }: { stop: AbortController; onEnd: () => void },
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const stalled = () => stop.abort(new Error('The reader of an export has stalled.'));
  let stall = setTimeout(stalled, STALL_TIMEOUT_MS);
  const end = () => {
    clearTimeout(stall);
    onEnd();
  };
  stop.signal.addEventListener('abort', end);
  return new ReadableStream(
    {
      async pull(controller) {
        clearTimeout(stall);
        const { done, value } = await reader.read();
        if (done) {
          end();
          return controller.close();
        }
        controller.enqueue(value);
        stall = setTimeout(stalled, STALL_TIMEOUT_MS);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * Everything the actor can see, as a zip archive that is made while it is read: all that was
 * acknowledged before the call is in it. The work ends with `signal`, when the reader leaves, and when
 * the session ends; the archive is cut short then. Throws `rate_limited` while another export of the
 * account, or too many of others, are under way, and past 30 in an hour.
 */
export async function exportAccount(
  actor: Actor,
  { pages, signal }: { pages: ExportPages; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  await requireWithinRate('export', actor.userId);
  const stop = new AbortController();
  const release = await takeExportSlot(actor, () => stop.abort(new AppError('unavailable')));
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => stop.abort(signal.reason));
    const me = await getOwnUser(actor);
    const madeAt = new Date();
    const check = makeCheck(actor, stop.signal);
    const archive = streamZip(
      (writer) =>
        writeExport(actor, { me, madeAt, pages, writer, check, signal: stop.signal }).catch(
          (error: unknown) => {
            // Not what the export was ended by: its headers are gone, so only the log can tell.
            if (!stop.signal.aborted && !isAppError(error)) {
              log().error({ err: error }, 'export.failed');
            }
            throw error;
          },
        ),
      { stop, madeAt },
    );
    return watched(archive, { stop, onEnd: release });
  } catch (error) {
    release();
    throw error;
  }
}
