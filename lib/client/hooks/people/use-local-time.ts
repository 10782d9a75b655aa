'use client';

import { useCallback, useEffect } from 'react';
import { useChatClient } from '@/lib/client/chat-provider';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { useProfile } from '@/lib/client/hooks/people/use-profile';
import { browserEnvironment } from '@/lib/client/platform/environment';
import { readTimeZone } from '@/lib/client/platform/locale';

export interface LocalTimeSetting {
  isShown: boolean;
  /** Throws an ApiError when the server refuses. */
  show(isShown: boolean): Promise<void>;
  isSaving: boolean;
}

/** Whether others see what time it is where one is. */
export function useLocalTime(): LocalTimeSetting {
  const me = useMe();
  const { save, isSaving } = useProfile();
  const show = useCallback(
    (isShown: boolean) => save({ timeZone: isShown ? readTimeZone() : null }),
    [save],
  );
  return { isShown: Boolean(me.timeZone), show, isSaving };
}

/**
 * While one's local time is shown, tells the server this device's zone when somebody looks at it and
 * another zone is stored. Only then: two devices that answered each other's news would never end.
 */
export function useTimeZoneReport(): void {
  const client = useChatClient();
  useEffect(() => {
    const report = () => {
      const { timeZone } = client.store.getChat().me;
      const own = readTimeZone();
      if (!timeZone || timeZone === own || !browserEnvironment.isFocused()) return;
      // What fails is tried again when somebody looks again.
      void client.saveProfile({ timeZone: own }).catch(() => undefined);
    };
    report();
    return browserEnvironment.onChange(report);
  }, [client]);
}
