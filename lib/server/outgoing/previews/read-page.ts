import { getConfig } from '@/lib/server/config';
import { type ProcessedImage, processPreview } from '@/lib/server/images/process';
import { log } from '@/lib/server/log';
import { type GetOptions, getPublic, type PublicAnswer } from '@/lib/server/outgoing/get-public';
import { decodePage } from '@/lib/server/outgoing/previews/decode-page';
import { type PageFacts, readPageFacts } from '@/lib/server/outgoing/previews/page-facts';

/** Of a page and of its picture, each. */
const ANSWER_MAX_BYTES = 512 * 1024;
/** For everything: the page, where it sends on to, and its picture. */
const READ_TIMEOUT_MS = 5_000;
/** Their pictures wait for their turn together, behind those that people send. */
const DECODING_OWNER = 'link-previews';

/** What there is to show of a page. */
export interface Page extends Omit<PageFacts, 'imageUrl'> {
  picture: ProcessedImage | null;
}

const isHtml = (type: string) => /^(?:text\/html|application\/xhtml\+xml)\b/.test(type);
const isImage = (type: string) => /^image\/(?!svg)/.test(type);

/** Names no address: whom people point at is not for the log. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unusable';

async function toPicture({ body }: PublicAnswer): Promise<ProcessedImage | null> {
  try {
    return await processPreview({ bytes: body }, DECODING_OWNER);
  } catch (error) {
    log().debug({ reason: reasonOf(error) }, 'preview.no_picture');
    return null;
  }
}

async function readPicture(
  address: string,
  options: Pick<GetOptions, 'signal' | 'privateHosts'>,
): Promise<ProcessedImage | null> {
  if (!address) return null;
  try {
    const answer = await getPublic(new URL(address), {
      ...options,
      accept: 'image/*',
      maxBytes: ANSWER_MAX_BYTES,
      mayBeCut: isHtml,
      isWanted: isImage,
    });
    return await toPicture(answer);
  } catch (error) {
    log().debug({ reason: reasonOf(error) }, 'preview.no_picture');
    return null;
  }
}

/**
 * Looks at the page, or the picture, behind a link, within five seconds in all. Null where there is
 * nothing to show of it. Throws as `getPublic`.
 */
export async function readPage(address: string, stop: AbortSignal): Promise<Page | null> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(READ_TIMEOUT_MS)]);
  const options = { signal, privateHosts: getConfig().previewPrivateHosts };
  const answer = await getPublic(new URL(address), {
    ...options,
    accept: 'text/html,application/xhtml+xml,image/*;q=0.8',
    maxBytes: ANSWER_MAX_BYTES,
    // Of a picture a part is nothing.
    mayBeCut: isHtml,
    isWanted: (type) => isHtml(type) || isImage(type),
  });
  if (isImage(answer.contentType)) {
    const picture = await toPicture(answer);
    return picture && { siteName: '', title: '', description: '', picture };
  }
  const { imageUrl, ...facts } = readPageFacts(
    decodePage(answer.body, answer.contentType),
    answer.url,
  );
  const picture = await readPicture(imageUrl, options);
  return facts.title || picture ? { ...facts, picture } : null;
}
