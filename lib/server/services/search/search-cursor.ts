import mongoose from 'mongoose';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';

/** The last message that was looked at. */
export interface SearchCursor {
  createdAt: Date;
  _id: mongoose.Types.ObjectId;
}

const searchCursor = z.tuple([z.int(), z.string().regex(/^[0-9a-f]{24}$/)]);

export function encodeSearchCursor({ createdAt, _id }: SearchCursor): string {
  return Buffer.from(JSON.stringify([createdAt.getTime(), _id.toHexString()])).toString(
    'base64url',
  );
}

/** Throws `bad_request` for text that is no cursor of ours. */
export function decodeSearchCursor(text: string | undefined): SearchCursor | null {
  if (text === undefined) return null;
  try {
    const [time, id] = searchCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const createdAt = new Date(time);
    // Throws for a number that is no time.
    createdAt.toISOString();
    return { createdAt, _id: new mongoose.Types.ObjectId(id) };
  } catch (error) {
    throw new AppError('bad_request', 'The cursor is not valid.', {
      fields: { cursor: 'is not valid' },
      problems: { cursor: { reason: 'not_valid' } },
      cause: error,
    });
  }
}
