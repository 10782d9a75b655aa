import { resumableHandler } from '@/lib/server/http/files/resumable-route';
import { notFound } from '@/lib/server/http/route';

export {
  notFound as DELETE,
  notFound as GET,
  notFound as PATCH,
  notFound as PUT,
  resumableHandler as POST,
};
