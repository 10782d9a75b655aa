import { ApiError as OwnApiError } from '@/lib/client/transport/api-error';
import type { ApiError as ApiErrorShape } from './types';

export { connect } from './connect';
export { memoryStorage } from './memory-storage';
export type {
  Account,
  Client,
  ClientStorage,
  ConnectOptions,
  Conversation,
  ErrorCode,
  Hints,
  Image,
  Message,
  MessageContent,
  MessageFile,
  MessagePage,
  PageQuery,
  Person,
  Quote,
  SendContent,
} from './types';

export type ApiError = ApiErrorShape;
/** What methods reject with, for `instanceof`. */
export const ApiError: abstract new (code: never) => ApiErrorShape = OwnApiError;
