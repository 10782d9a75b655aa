import type { AllWords } from '@/components/i18n/all-english';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';

/** What a passkey is called: as its owner named it, or the device it was made on, in the reader's language. */
export function passkeyName(words: AllWords, { name, device }: PasskeyDto): string {
  if (name) return name;
  const [, browser, system] = /^(.+) on (.+)$/.exec(device) ?? [];
  if (browser && system) return words.passkeys.device(browser, system);
  return device === 'Unknown device' ? words.passkeys.unknownDevice : device;
}
