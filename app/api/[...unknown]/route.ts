import { AppError } from '@/lib/server/errors';
import { answer } from '@/lib/server/http/route';

const notFound = (): Promise<Response> =>
  answer('unknown', () =>
    Promise.reject(new AppError('not_found', 'There is no such address in this API.')),
  );

export {
  notFound as DELETE,
  notFound as GET,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
