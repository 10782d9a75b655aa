import { z } from 'zod';
import { define } from '@/lib/shared/endpoints/endpoint';
import {
  endPushBody,
  pushOptionsAnswer,
  pushSubscriptionBody,
} from '@/lib/shared/push/push-schemas';

/** Telling a browser of messages while no page of it is open. */
export const pushApi = {
  getPushOptions: define({
    method: 'GET',
    path: '/api/push/options',
    summary: 'What a browser needs to subscribe.',
    auth: 'required',
    status: 200,
    response: pushOptionsAnswer,
    errors: [],
  }),
  subscribeToPush: define({
    method: 'POST',
    path: '/api/push/subscriptions',
    summary:
      'Tell the browser of this session of new messages; replaces what the session had before. Idempotent.',
    auth: 'required',
    status: 201,
    body: pushSubscriptionBody,
    response: z.object({}),
    errors: ['bad_request', 'rate_limited'],
  }),
  unsubscribeFromPush: define({
    method: 'DELETE',
    path: '/api/push/subscriptions',
    summary: 'Tell it no more. Idempotent.',
    auth: 'required',
    status: 200,
    body: endPushBody,
    response: z.object({}),
    errors: ['bad_request'],
  }),
};
