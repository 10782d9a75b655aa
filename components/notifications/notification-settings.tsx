'use client';

import BellOff from 'lucide-react/icons/bell-off';
import { useState } from 'react';
import type { AllWords } from '@/components/i18n/all-english';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useWordedNotifier } from '@/components/notifications/use-worded-notifier';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { SwitchField } from '@/components/ui/switch-field';
import { useNotificationSettings } from '@/lib/client/hooks/use-notifications';
import { pushKeeper, usePushState } from '@/lib/client/hooks/use-push';
import { playNotificationSound } from '@/lib/client/notifications/notification-sound';
import type { NotificationOutcome } from '@/lib/client/notifications/notifier';

/**
 * Settings for notifications on this device: on or off, how much they show, and a test that works
 * like a real message.
 */
export function NotificationSettings() {
  const words = useAllMessages();
  const { settings, permission, change, turnOn } = useNotificationSettings();
  const push = usePushState();
  const notifier = useWordedNotifier();
  const [outcome, setOutcome] = useState<{ of: NotificationOutcome } | null>(null);
  const isPossible = permission === 'granted' || permission === 'default';

  const setOn = (isOn: boolean) => {
    // The result of an earlier test is not valid any more.
    setOutcome(null);
    if (isOn) void turnOn();
    else change({ isOn });
  };
  const setSound = (hasSound: boolean) => {
    change({ hasSound });
    if (hasSound) void playNotificationSound();
  };
  const test = async () => {
    setOutcome(null);
    setOutcome({ of: await notifier.test() });
  };

  return (
    <Section
      id="notifications"
      title={words.notificationSettings.title}
      hint={words.notificationSettings.hint}
    >
      <div className="flex flex-col gap-3">
        <SwitchField
          label={words.notificationSettings.show}
          hint={words.notificationSettings.push[push]}
          isOn={settings.isOn && permission === 'granted'}
          isDisabled={!isPossible}
          onChange={setOn}
        />
        <SwitchField
          label={words.notificationSettings.previews}
          hint={words.notificationSettings.previewsHint}
          isOn={settings.hasPreviews}
          isDisabled={!isPossible}
          onChange={(hasPreviews) => change({ hasPreviews })}
        />
        <SwitchField
          label={words.notificationSettings.sound}
          hint={words.notificationSettings.soundHint}
          isOn={settings.hasSound}
          onChange={setSound}
        />
      </div>
      <div className="flex flex-col items-start gap-2">
        <Button variant="secondary" onClick={() => void test()}>
          {words.notificationSettings.test}
        </Button>
        <p className="text-muted">{words.notificationSettings.testHint}</p>
        <p role="status" className="font-medium">
          {outcome && sayOutcome(outcome.of, words)}
        </p>
      </div>
      {(push === 'unreachable' || push === 'failed') && (
        <div>
          <Button variant="secondary" onClick={() => void pushKeeper.retry()}>
            {words.notificationSettings.pushRetry}
          </Button>
        </div>
      )}
      {/* Last, because only the browser knows: it moves nothing when it comes. */}
      {!isPossible && (
        <p className="flex gap-3 rounded-control bg-warning-soft p-3 text-on-warning">
          <BellOff className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <span>{words.notificationSettings[permission]}</span>
        </p>
      )}
    </Section>
  );
}

function sayOutcome(outcome: NotificationOutcome, words: AllWords): string {
  const { testSent, why } = words.notificationSettings;
  switch (outcome) {
    case null:
      return testSent;
    case 'off':
    case 'not-asked':
    case 'denied':
    case 'insecure':
    case 'unsupported':
    case 'failed':
      return why[outcome];
    case 'own':
    case 'deleted':
    case 'seen':
    case 'told':
    case 'in-view':
      return why.other;
  }
}
