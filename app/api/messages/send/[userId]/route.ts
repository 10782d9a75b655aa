import { readSentFile, readVoice } from '@/lib/server/http/body/sent-file';
import { route } from '@/lib/server/http/route';
import { sendMessage } from '@/lib/server/services/messages/message';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.sendMessage,
  async ({ actor, params, body, file, reply }) => {
    const { newMessage, isNew } = await sendMessage(actor, {
      to: params.userId,
      text: body.text ?? '',
      ...readSentFile(file, body),
      clientId: body.clientId,
      replyTo: body.replyTo,
      forwardOf: body.forwardOf,
      preview: body.preview,
      uploadId: body.uploadId,
      fileName: body.fileName,
      poster: body.poster,
      voice: readVoice(body),
    });
    if (!isNew) reply.status = 200;
    return { newMessage };
  },
);
