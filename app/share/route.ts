import { readSharedForm } from '@/lib/server/http/body/shared-form';
import { chatWith } from '@/lib/shared/sharing/share-address';
import { joinShared } from '@/lib/shared/sharing/shared-text';
import { pages } from '@/lib/shared/urls';

const goTo = (path: string): Response =>
  new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } });

/**
 * What another app shares, where no service worker takes it: it goes on with the text in the address, and
 * says what was left out. It asks for nobody's name and writes nothing, so any page may send it.
 */
export async function POST(request: Request): Promise<Response> {
  const { isCut, hasFiles, ...texts } = await readSharedForm(request);
  return goTo(chatWith({ text: joinShared(texts), isTextLost: isCut, areFilesLost: hasFiles }));
}

/** For who comes back to the address without anything. */
export function GET(): Response {
  return goTo(pages.chat);
}
