import { createHash } from 'node:crypto';
import { Block } from '@/models/block';
import { Contact } from '@/models/contact';
import { Conversation } from '@/models/conversation';
import { Identity } from '@/models/identity';
import { Import, ImportItem } from '@/models/import';
import { Invitation } from '@/models/invitation';
import { Lease } from '@/models/lease';
import { Message } from '@/models/message';
import { Passkey } from '@/models/passkey';
import { PasskeyChallenge } from '@/models/passkey-challenge';
import { PushSubscription } from '@/models/push-subscription';
import { Report } from '@/models/report';
import { Session } from '@/models/session';
import { User } from '@/models/user';

const MODELS = [
  User,
  Session,
  Identity,
  Conversation,
  Message,
  Contact,
  Invitation,
  Lease,
  Block,
  Report,
  Passkey,
  PasskeyChallenge,
  Import,
  ImportItem,
  PushSubscription,
];

/** A digest of all indexes that the models want. */
export function indexesDigest(): string {
  const wanted = MODELS.map(({ modelName, schema }) => [modelName, schema.indexes()]);
  return createHash('sha256').update(JSON.stringify(wanted)).digest('hex').slice(0, 16);
}

/** Builds the indexes that the models want and the database does not have. Idempotent. */
export async function buildIndexes(): Promise<void> {
  await Promise.all(MODELS.map((model) => model.createIndexes()));
}
