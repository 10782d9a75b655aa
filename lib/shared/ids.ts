import { z } from 'zod';

export const objectId = z
  .string()
  .regex(/^[0-9a-f]{24}$/i, 'is not a valid id')
  .transform((id) => id.toLowerCase())
  .meta({ description: 'A 24-digit hexadecimal id.' });

export const clientId = z
  .uuid('must be a UUID')
  .transform((id) => id.toLowerCase())
  .meta({ description: 'A UUID made by the sender; the same one never makes two messages.' });

/** The one conversation of two people, whoever writes first: `dm:<lower id>:<higher id>`. */
export function directConversationId(userIdA: string, userIdB: string): string {
  return userIdA < userIdB ? `dm:${userIdA}:${userIdB}` : `dm:${userIdB}:${userIdA}`;
}
