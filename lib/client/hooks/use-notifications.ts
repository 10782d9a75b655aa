'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ChatClient } from '@/lib/client/chat-client';
import { useChatClient } from '@/lib/client/chat-provider';
import { useStoredValue } from '@/lib/client/hooks/use-stored-value';
import type { NotifyPermission } from '@/lib/client/notifications/notification-decision';
import {
  notifyPermission,
  requestNotifyPermission,
} from '@/lib/client/notifications/notification-permission';
import { watchForFairMoment } from '@/lib/client/notifications/notification-prompt';
import {
  DEFAULT_NOTIFICATION_SETTINGS,
  type NotificationSettings,
  notificationSettingsOf,
} from '@/lib/client/notifications/notification-settings';
import { browserEnvironment } from '@/lib/client/platform/environment';
import { findPermissions } from '@/lib/client/platform/secure-context';
import type { StoredValue } from '@/lib/client/platform/stored-value';

/** One for each client, so that all parts of a page hear of a change. */
const stores = new WeakMap<ChatClient, StoredValue<NotificationSettings>>();

/** The settings of the person signed in, in this browser. */
export function settingsOf(client: ChatClient): StoredValue<NotificationSettings> {
  const held = stores.get(client);
  if (held) return held;
  const store = notificationSettingsOf(client.store.getChat().me._id);
  stores.set(client, store);
  return store;
}

export interface NotificationSettingsView {
  settings: NotificationSettings;
  permission: NotifyPermission;
  change(change: Partial<NotificationSettings>): void;
  /** Turns notifications on, asking the browser where it has to be. To be called by a press. */
  turnOn(): Promise<void>;
}

/** The settings of this person in this browser, and what the browser allows. */
export function useNotificationSettings(): NotificationSettingsView {
  const client = useChatClient();
  const store = settingsOf(client);
  const settings = useStoredValue(store, DEFAULT_NOTIFICATION_SETTINGS);
  const permission = useSyncExternalStore(
    onPermissionChange,
    readPermission,
    (): NotifyPermission => 'default',
  );
  return useMemo(
    () => ({
      settings,
      permission,
      change: (change) => store.set({ ...store.get(), ...change }),
      turnOn: async () => {
        const answer = await requestNotifyPermission();
        forgetPermission();
        // Either answer also settles the offer.
        store.set({ ...store.get(), isOn: answer === 'granted', isOfferAnswered: true });
      },
    }),
    [store, settings, permission],
  );
}

/** Kept between changes: Chromium asks another process each time, while the page waits. */
let heldPermission: NotifyPermission | null = null;

function readPermission(): NotifyPermission {
  heldPermission ??= notifyPermission();
  return heldPermission;
}

function forgetPermission(): void {
  heldPermission = null;
}

/** The permission may be changed in the browser's own settings at any time. */
function onPermissionChange(onChange: () => void): () => void {
  let status: PermissionStatus | null = null;
  let isStopped = false;
  const listener = () => {
    forgetPermission();
    onChange();
  };
  // It may have changed while nobody listened.
  forgetPermission();
  findPermissions()
    ?.query({ name: 'notifications' })
    .then(
      (found) => {
        if (isStopped) return;
        status = found;
        found.addEventListener('change', listener);
      },
      () => undefined,
    );
  // For browsers that report no changes: the page gets the focus when a person comes back from the
  // settings.
  window.addEventListener('focus', listener);
  return () => {
    isStopped = true;
    status?.removeEventListener('change', listener);
    window.removeEventListener('focus', listener);
  };
}

/**
 * Whether to offer notifications now: they are possible, nothing was answered yet, and a message
 * went out or came in.
 */
export function useNotificationOffer(): boolean {
  const client = useChatClient();
  const { settings, permission } = useNotificationSettings();
  const [isMoment, setIsMoment] = useState(false);
  const isOpenQuestion =
    !settings.isOfferAnswered && !settings.isOn && ['default', 'granted'].includes(permission);
  const isWaiting = isOpenQuestion && !isMoment;
  useEffect(() => {
    if (!isWaiting) return;
    const onMoment = () => setIsMoment(true);
    return watchForFairMoment({ client, environment: browserEnvironment, onMoment });
  }, [client, isWaiting]);
  return isOpenQuestion && isMoment;
}
