import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { BodyReader } from '@/lib/server/http/body/body-reader';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';
import { SHARED_TEXT_FIELDS, type SharedTexts } from '@/lib/shared/sharing/shared-text';

/** More than a share has. */
const FIELDS_MAX_COUNT = 20;
/** As far as a form is looked at: browsers send its texts first. */
const READ_MAX_BYTES = 1024 * 1024;

export interface SharedForm extends SharedTexts {
  /** Of the texts not all came. */
  isCut: boolean;
  hasFiles: boolean;
}

/**
 * The texts of a form in which an app shares something, each up to 64 KB. Of its files nothing is kept.
 * Never rejects: what cannot be read brings nothing.
 */
export async function readSharedForm(request: Request): Promise<SharedForm> {
  const form: SharedForm = { title: '', text: '', url: '', isCut: false, hasFiles: false };
  const body = new BodyReader(request, Number.MAX_SAFE_INTEGER);
  async function* beginning() {
    let read = 0;
    for await (const chunk of body.chunks()) {
      yield chunk;
      read += chunk.length;
      if (read > READ_MAX_BYTES) return;
    }
  }
  try {
    const busboy = new Busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      limits: { fields: FIELDS_MAX_COUNT, fieldSize: JSON_BODY_MAX_BYTES },
    });
    busboy.on('field', (name, value, _, isValueCut) => {
      const field = SHARED_TEXT_FIELDS.find((each) => each === name);
      if (!field) return;
      form[field] = value;
      form.isCut ||= isValueCut;
    });
    busboy.on('file', (_, stream, fileName) => {
      form.hasFiles ||= Boolean(fileName);
      // A file that breaks off breaks the form off, which is where it is heard.
      stream.on('error', () => undefined);
      stream.resume();
    });
    await pipeline(Readable.from(beginning()), busboy);
  } catch {
    // No form, one that broke off, or one that is longer than what is read of it.
  }
  await body.discardRest();
  return form;
}
