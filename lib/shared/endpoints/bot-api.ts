import { z } from 'zod';
import {
  botDto,
  botKey,
  botParams,
  createBotBody,
  createdBotAnswer,
  webhookBody,
  webhookSecret,
} from '@/lib/shared/bots/bot-schemas';
import { define } from '@/lib/shared/endpoints/endpoint';

/** Accounts for programs, made by the person who runs them. */
export const botApi = {
  createBot: define({
    method: 'POST',
    path: '/api/bots',
    summary:
      'Make a bot: an account that a program speaks for by its key, as `Authorization: Bearer`. At most ten a person.',
    auth: 'required',
    status: 201,
    body: createBotBody,
    response: createdBotAnswer,
    errors: ['bad_request', 'forbidden', 'conflict', 'rate_limited'],
  }),
  listBots: define({
    method: 'GET',
    path: '/api/bots',
    summary: 'The caller’s bots, the oldest first.',
    auth: 'required',
    status: 200,
    response: z.object({ bots: z.array(botDto) }),
    errors: ['forbidden'],
  }),
  deleteBot: define({
    method: 'DELETE',
    path: '/api/bots/:botId',
    summary: 'Delete a bot of one’s own, as an account is deleted; its messages stay.',
    auth: 'required',
    status: 200,
    params: botParams,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'not_found'],
  }),
  renewBotKey: define({
    method: 'POST',
    path: '/api/bots/:botId/key',
    summary: 'Give the bot a new key; the old one ends at once, its sockets with it.',
    auth: 'required',
    status: 201,
    params: botParams,
    response: z.object({ key: botKey }),
    errors: ['bad_request', 'forbidden', 'not_found', 'rate_limited'],
  }),
  renewWebhook: define({
    method: 'POST',
    path: '/api/bots/:botId/webhook',
    summary: 'Give the bot’s webhook a new address; the old one ends at once.',
    auth: 'required',
    status: 201,
    params: botParams,
    response: z.object({ webhook: webhookSecret }),
    errors: ['bad_request', 'forbidden', 'not_found', 'rate_limited'],
  }),
  endWebhook: define({
    method: 'DELETE',
    path: '/api/bots/:botId/webhook',
    summary: 'End the bot’s webhook. Idempotent.',
    auth: 'required',
    status: 200,
    params: botParams,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'not_found'],
  }),
  callWebhook: define({
    method: 'POST',
    path: '/api/webhooks/:secret',
    summary: 'Have the bot whose webhook that is write to its owner.',
    auth: 'none',
    status: 201,
    params: z.object({ secret: z.string().max(100, 'is no webhook') }),
    body: webhookBody,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'not_found', 'rate_limited'],
  }),
};

/** What a bot may call of the addresses that are a person's own. */
const OF_BOTS_TOO = new Set([
  '/api/auth/check',
  '/api/auth/profile-link',
  '/api/auth/update-profile',
]);

/** Whether an endpoint is for people alone: their account, and what they let others do. */
export function isForPeopleAlone({ path }: { path: string }): boolean {
  return (
    /^\/api\/(?:auth|bots|imports|invitations|push|reports)\b/.test(path) && !OF_BOTS_TOO.has(path)
  );
}
