import {
  createApiClient,
  type ImageToSend,
  type TransferOptions,
} from '@/lib/client/transport/api-client';
import type { ImportDto, ImportedMessageInput } from '@/lib/shared/import/import-schemas';
import type { ImportSource } from '@/lib/shared/import/import-source';
import { importUrls } from '@/lib/shared/import/import-urls';

const { request, form } = createApiClient();

interface Answer {
  import: ImportDto;
}

/** Histories from elsewhere; fetched by those alone who bring one in, or are asked about one. */
export const importClient = {
  find: async (userId: string): Promise<ImportDto | null> =>
    (await request<{ import: ImportDto | null }>(importUrls.ofPerson(userId))).import,

  create: async (
    body: { userId: string; source: ImportSource; messageCount: number },
    signal?: AbortSignal,
  ): Promise<ImportDto> =>
    (await request<Answer>(importUrls.all, { method: 'POST', body, signal })).import,

  addMessages: (
    importId: string,
    messages: readonly ImportedMessageInput[],
    signal?: AbortSignal,
  ) =>
    request<Answer>(importUrls.messages(importId), { method: 'PUT', body: { messages }, signal }),

  addPicture: (
    { importId, ordinal, image }: { importId: string; ordinal: number; image: ImageToSend },
    options: TransferOptions = {},
  ) => {
    const fields = new FormData();
    fields.set('image', image.blob, image.name);
    return form<object>('PUT', importUrls.picture(importId, ordinal), fields, options);
  },

  propose: async (importId: string, signal?: AbortSignal): Promise<ImportDto> =>
    (await request<Answer>(importUrls.proposal(importId), { method: 'PUT', signal })).import,

  accept: async (importId: string): Promise<ImportDto> =>
    (await request<Answer>(importUrls.acceptance(importId), { method: 'PUT' })).import,

  /** Declines, withdraws, puts away or takes out; what is left of it. */
  remove: async (importId: string): Promise<ImportDto | null> =>
    (await request<{ import: ImportDto | null }>(importUrls.one(importId), { method: 'DELETE' }))
      .import,
};
