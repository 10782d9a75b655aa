import { resumableHandler } from '@/lib/server/http/files/resumable-route';
import { notFound } from '@/lib/server/http/route';

export {
  notFound as GET,
  notFound as POST,
  notFound as PUT,
  resumableHandler as DELETE,
  resumableHandler as HEAD,
  resumableHandler as PATCH,
};
