import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';
import type { FieldProblem } from '@/lib/shared/errors';
import { countCharacters, PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';
import { fold } from '@/lib/shared/text';

/** docs/security.md lists what else is looked for. */
const PRODUCT_WORDS = ['parley'];
/** Shorter ones are in too many words to mean anything. */
const WORD_MIN_CHARACTERS = 3;
/** So much has to be left of a password without those words. */
const REST_MIN_CHARACTERS = 3;

interface Person {
  fullName: string;
  email?: string | null | undefined;
}

/** What somebody who knows the person and the server tries first. */
function contextWords({ fullName, email }: Person): string[] {
  const { publicUrl, oidc } = getConfig();
  const texts = [fullName, email ?? '', publicUrl?.hostname ?? '', oidc?.name ?? ''];
  const words = [...PRODUCT_WORDS, ...texts.flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u))];
  // The longest first, or a part of it would leave the rest.
  return words
    .filter((word) => word.length >= WORD_MIN_CHARACTERS)
    .sort((a, b) => b.length - a.length);
}

/** Whether a password is made of such words and little else. */
function isOfContext(password: string, person: Person): boolean {
  const plain = fold(password).replace(/[^\p{L}\p{N}]+/gu, '');
  const rest = contextWords(person).reduce((left, word) => left.replaceAll(word, ''), plain);
  return rest !== plain && [...rest].length < REST_MIN_CHARACTERS;
}

/** As many as ASVS 6.2.4 asks for. */
const LEAKED_MAX_COUNT = 3_000;

/** The most frequent passwords of published leaks that are long enough for here; read when first needed. */
const leakedPasswords = (): Promise<ReadonlySet<string>> =>
  singleton('leaked-passwords', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    const allowed = dictionary['passwords-common'].filter(
      (password) => countCharacters(password) >= PASSWORD_MIN_CHARACTERS,
    );
    return new Set(allowed.slice(0, LEAKED_MAX_COUNT));
  });

function refusal(field: string, sentence: string, reason: FieldProblem['reason']): AppError {
  return new AppError('bad_request', `${field} ${sentence}`, {
    fields: { [field]: sentence },
    problems: { [field]: { reason } },
  });
}

/**
 * Throws `bad_request`, naming the field, for a new password that is among the most common ones of
 * published leaks, or made of the person's name or address or the server's name.
 */
export async function requireUnguessable(
  password: string,
  { field = 'password', ...person }: Person & { field?: string },
): Promise<void> {
  if ((await leakedPasswords()).has(password.toLowerCase())) {
    throw refusal(field, 'is among the most common passwords; please choose another', 'common');
  }
  if (isOfContext(password, person)) {
    throw refusal(
      field,
      'must not be made of your name, address or this server’s name',
      'personal',
    );
  }
}
