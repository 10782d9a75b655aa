import { DEFAULT_SETTINGS, isMutedAt } from '@/lib/shared/conversation/settings';
import type { ConversationSettingsDto, SettingsAnswer } from '@/lib/shared/dto';

/** What each person set up for their conversation with each other one. */
export class FakeSettings {
  readonly #held = new Map<string, SettingsAnswer>();
  readonly #now: () => string;

  constructor(now: () => string) {
    this.#now = now;
  }

  of(userId: string, otherId: string): SettingsAnswer {
    const none = { settings: DEFAULT_SETTINGS, settingsAt: null, clearedSeq: 0 };
    return this.#held.get(`${userId}:${otherId}`) ?? none;
  }

  set(userId: string, otherId: string, change: Partial<ConversationSettingsDto>): SettingsAnswer {
    const held = this.of(userId, otherId);
    const settings = { ...held.settings, ...change };
    const answer = { ...held, settings, settingsAt: this.#now() };
    this.#held.set(`${userId}:${otherId}`, answer);
    return answer;
  }

  /** Whether a message between the two brings an archived conversation back for the first of them. */
  comesBack(userId: string, otherId: string): boolean {
    const { settings } = this.of(userId, otherId);
    return settings.archived && !isMutedAt(settings, Date.now());
  }
}
