'use client';

import Bot from 'lucide-react/icons/bot';
import type { AllWords } from '@/components/i18n/all-english';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatAgo } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { BotDto } from '@/lib/shared/bots/bot-schemas';

/** What is done with a bot after it was asked for again. */
export type BotAct = 'newKey' | 'newWebhook' | 'remove';
const ACTS: readonly BotAct[] = ['newKey', 'newWebhook', 'remove'];

interface BotRowProps {
  bot: BotDto;
  onAct: (act: BotAct) => void;
}

function useSentence(words: AllWords, { hasKey, lastUsedAt }: BotDto): string {
  const clock = useClock();
  if (!hasKey) return words.bots.noKey;
  return lastUsedAt ? words.bots.lastUsed(formatAgo(lastUsedAt, clock, words)) : words.bots.unused;
}

/** One bot of the list: its name, when its key was last used, and what its owner may do with it. */
export function BotRow({ bot, onAct }: BotRowProps) {
  const words = useAllMessages();
  const sentence = useSentence(words, bot);
  return (
    <li className="flex min-h-15 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <Bot className="size-5 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-40 flex-1">
        <p dir="auto" className="font-medium wrap-anywhere">
          {bot.fullName}
        </p>
        <p className="text-meta text-muted">
          <LocalTime iso={bot.lastUsedAt ?? bot.createdAt}>{sentence}</LocalTime>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {ACTS.map((act) => (
          <Button
            key={act}
            variant="secondary"
            aria-label={words.bots[`${act}Of`](bot.fullName)}
            onClick={() => onAct(act)}
          >
            {words.bots[act]}
          </Button>
        ))}
      </div>
    </li>
  );
}
