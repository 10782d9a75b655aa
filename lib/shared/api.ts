import { z } from 'zod';
import {
  changePasswordInput,
  logInInput,
  signUpInput,
  updateProfileInput,
} from '@/lib/shared/account-schemas';
import {
  authOptionsDto,
  conversationAnswer,
  imagesAnswer,
  messageDto,
  ownUserDto,
  peopleAnswer,
  personDto,
  sessionDto,
} from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';
import { objectId } from '@/lib/shared/ids';
import {
  listImagesQuery,
  listMessagesQuery,
  listPeopleQuery,
  sendMessageBody,
} from '@/lib/shared/message-schemas';

/**
 * One HTTP endpoint: what it takes, what it answers, how it can fail. The route handlers are built
 * from these rows and the OpenAPI document is generated from them, so both always agree with them.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for each parameter. */
  path: string;
  summary: string;
  auth: 'required' | 'none';
  status: 200 | 201;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The name of the one file a multipart body may carry instead of the data URL of that name. */
  file?: string;
  response: z.ZodType;
  errors: readonly ErrorCode[];
}

const define = <const E extends Endpoint>(endpoint: E): E => endpoint;

const signedIn = z.object({ user: ownUserDto, token: z.string() });
const sid = z.object({
  sid: z.uuid('is not a session id').transform((id) => id.toLowerCase()),
});

export const api = {
  signUp: define({
    method: 'POST',
    path: '/api/auth/signup',
    summary: 'Create an account and sign in to it.',
    auth: 'none',
    status: 201,
    body: signUpInput,
    response: signedIn,
    errors: ['bad_request', 'conflict', 'rate_limited'],
  }),
  logIn: define({
    method: 'POST',
    path: '/api/auth/login',
    summary: 'Sign in.',
    auth: 'none',
    status: 200,
    body: logInInput,
    response: signedIn,
    errors: ['bad_request', 'unauthorized', 'rate_limited'],
  }),
  authOptions: define({
    method: 'GET',
    path: '/api/auth/options',
    summary: 'How one can sign in and up here.',
    auth: 'none',
    status: 200,
    response: authOptionsDto,
    errors: [],
  }),
  check: define({
    method: 'GET',
    path: '/api/auth/check',
    summary: 'Who the caller is.',
    auth: 'required',
    status: 200,
    response: z.object({ user: ownUserDto }),
    errors: [],
  }),
  logOut: define({
    method: 'POST',
    path: '/api/auth/logout',
    summary: 'End this session.',
    auth: 'required',
    status: 200,
    response: z.object({}),
    errors: ['forbidden'],
  }),
  listSessions: define({
    method: 'GET',
    path: '/api/auth/sessions',
    summary: 'Where the caller is signed in.',
    auth: 'required',
    status: 200,
    response: z.object({ sessions: z.array(sessionDto) }),
    errors: [],
  }),
  endSession: define({
    method: 'DELETE',
    path: '/api/auth/sessions/:sid',
    summary: 'End one of the caller’s sessions; its sockets close.',
    auth: 'required',
    status: 200,
    params: sid,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'not_found'],
  }),
  changePassword: define({
    method: 'PUT',
    path: '/api/auth/password',
    summary: 'Change the password; every other session ends.',
    auth: 'required',
    status: 200,
    body: changePasswordInput,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'rate_limited'],
  }),
  updateProfile: define({
    method: 'PUT',
    path: '/api/auth/update-profile',
    summary: 'Change name, bio, picture or time zone.',
    auth: 'required',
    status: 200,
    body: updateProfileInput,
    file: 'profilePic',
    response: z.object({ user: ownUserDto }),
    errors: ['bad_request', 'forbidden', 'too_large', 'unsupported_type', 'rate_limited'],
  }),
  listPeople: define({
    method: 'GET',
    path: '/api/messages/users',
    summary: 'Conversations, newest activity first, then everyone else by name.',
    auth: 'required',
    status: 200,
    query: listPeopleQuery,
    response: peopleAnswer,
    errors: ['bad_request'],
  }),
  getPerson: define({
    method: 'GET',
    path: '/api/users/:userId',
    summary: 'One person as the list shows them; the caller as the notes to oneself.',
    auth: 'required',
    status: 200,
    params: z.object({ userId: objectId }),
    response: z.object({ user: personDto }),
    errors: ['bad_request', 'not_found'],
  }),
  listMessages: define({
    method: 'GET',
    path: '/api/messages/:userId',
    summary: 'A page of the conversation; without a cursor or peek it also marks it as seen.',
    auth: 'required',
    status: 200,
    params: z.object({ userId: objectId }),
    query: listMessagesQuery,
    response: conversationAnswer,
    errors: ['bad_request', 'not_found'],
  }),
  listImages: define({
    method: 'GET',
    path: '/api/messages/:userId/images',
    summary: 'The pictures of the conversation, newest first; marks nothing as seen.',
    auth: 'required',
    status: 200,
    params: z.object({ userId: objectId }),
    query: listImagesQuery,
    response: imagesAnswer,
    errors: ['bad_request', 'not_found'],
  }),
  sendMessage: define({
    method: 'POST',
    path: '/api/messages/send/:userId',
    summary:
      'Send text, an image, or both. The same clientId again answers 200 and the same message.',
    auth: 'required',
    status: 201,
    params: z.object({ userId: objectId }),
    body: sendMessageBody,
    file: 'image',
    response: z.object({ newMessage: messageDto }),
    errors: [
      'bad_request',
      'forbidden',
      'not_found',
      'too_large',
      'unsupported_type',
      'rate_limited',
    ],
  }),
  markSeen: define({
    method: 'PUT',
    path: '/api/messages/:messageId/seen',
    summary: 'Mark that message and all before it as seen.',
    auth: 'required',
    status: 200,
    params: z.object({ messageId: objectId }),
    response: z.object({ seenSeq: z.int() }),
    errors: ['bad_request', 'forbidden', 'not_found'],
  }),
} as const satisfies Record<string, Endpoint>;
