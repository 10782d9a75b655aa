import { getConfig } from '@/lib/server/config';
import { isAppError } from '@/lib/server/errors';
import { eraseUpload } from '@/lib/server/images/store';
import { log } from '@/lib/server/log';
import { metrics, watchQueue } from '@/lib/server/metrics';
import { PageCache } from '@/lib/server/outgoing/previews/page-cache';
import type { Page } from '@/lib/server/outgoing/previews/read-page';
import { isWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { requireNotBlocked } from '@/lib/server/services/blocks/block-check';
import { changeMessage } from '@/lib/server/services/messages/conversation-writer';
import { putMessageImage } from '@/lib/server/services/messages/message-image';
import { PreviewQueue } from '@/lib/server/services/messages/previews/preview-queue';
import { singleton } from '@/lib/server/singleton';
import { firstLink } from '@/lib/shared/formatting/first-link';
import { Message, type MessageRecord } from '@/models/message';

/** Pages that are looked at at one time, each for five seconds at most. */
const RUNNING_MAX_COUNT = 8;
/** Half a minute's work where every page is slow; who sends more gets no preview. */
const WAITING_MAX_COUNT = 200;

const looking = () =>
  singleton('link-previews', () => {
    const stop = new AbortController();
    const queue = new PreviewQueue({
      maxRunning: RUNNING_MAX_COUNT,
      maxWaiting: WAITING_MAX_COUNT,
    });
    watchQueue('previews', () => queue.size);
    return {
      stop,
      queue,
      pages: new PageCache<Page>({
        // Loaded with the first link, since most servers look at none.
        read: async (url) => {
          const { readPage } = await import('@/lib/server/outgoing/previews/read-page');
          return readPage(url, stop.signal);
        },
        sizeOf: ({ picture }) => picture?.bytes.length ?? 0,
        now: () => Date.now(),
      }),
    };
  });

type Previewed = Pick<
  MessageRecord,
  '_id' | 'text' | 'image' | 'file' | 'deletedAt' | 'preview' | 'withoutPreview'
>;

/** The link of a message that lacks a preview; null where there is none, or none is wanted. */
function linkToPreview(message: Previewed): string | null {
  const { text, image, file, deletedAt, preview, withoutPreview } = message;
  const { linkPreviews, publicUrl } = getConfig();
  // A picture or a file of its own says more.
  if (!linkPreviews || deletedAt || withoutPreview || image || file) return null;
  const link = firstLink(text);
  if (link === null || link === preview?.url) return null;
  // What stands behind our own addresses is shown to those alone who are signed in.
  return publicUrl && new URL(link).origin === publicUrl.origin ? null : link;
}

type Result = 'attached' | 'nothing' | 'needless' | 'limited';

async function attach({ _id }: Previewed, link: string): Promise<Result> {
  const message = await Message.findById(_id).lean();
  if (!message || linkToPreview(message) !== link) return 'needless';
  const senderId = message.senderId.toHexString();
  if (!(await isWithinRate('preview', senderId))) return 'limited';
  const page = await looking().pages.get(link);
  if (!page) return 'nothing';
  const { picture, ...facts } = page;
  const image =
    picture && (await putMessageImage(picture, { senderId, clientId: message.clientId }));
  let isAttached = false;
  try {
    await changeMessage(
      message,
      (current) => {
        isAttached = linkToPreview(current) === link;
        return isAttached ? { set: { preview: { url: link, ...facts, image } } } : null;
      },
      requireNotBlocked({ userId: senderId, sid: '' }, message.receiverId.toHexString()),
    );
  } finally {
    // Deleted, edited or blocked while the page was read.
    if (!isAttached && image) await eraseUpload(image.url);
  }
  return isAttached ? 'attached' : 'needless';
}

async function tryToAttach(message: Previewed, link: string): Promise<void> {
  let result: Result | 'failed';
  try {
    result = await attach(message, link);
  } catch (error) {
    result = 'failed';
    // Most pages that cannot be read are no news; what is wrong here is.
    if (isAppError(error, 'internal')) log().error({ err: error }, 'preview.failed');
  }
  metrics().linkPreviews.inc({ result });
}

/**
 * Has the page behind the first link of a stored message looked at, where the server does that and the
 * sender has not said no. The preview comes as a change of the message, under a `rev` of its own. Nobody
 * waits for it, and it fails nothing; a restart forgets what waits.
 */
export function previewLater(message: Previewed): void {
  const link = linkToPreview(message);
  if (link === null) return;
  if (!looking().queue.add(() => tryToAttach(message, link))) {
    metrics().linkPreviews.inc({ result: 'dropped' });
  }
}

/** Deletes for good what is kept of the preview that a message had, its picture and what was read of the page. */
export async function forgetPreview({
  text,
  preview,
}: Pick<MessageRecord, 'text' | 'preview'>): Promise<void> {
  if (!getConfig().linkPreviews && !preview) return;
  const link = preview?.url ?? firstLink(text);
  if (link !== null) looking().pages.forget(link);
  if (preview?.image) await eraseUpload(preview.image.url);
}

/** Ends what is under way and forgets what waits. */
export async function stopPreviews(): Promise<void> {
  const { stop, queue } = looking();
  stop.abort();
  await queue.stop();
}
