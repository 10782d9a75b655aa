'use client';

import { useSyncExternalStore } from 'react';
import { useServerFacts } from '@/components/invitation/server-facts';
import { isLoopbackHost } from '@/lib/shared/urls';

const never = () => () => {};

interface SharedLinks {
  /** At least one, after hydration. */
  links: readonly string[];
  /** No other device can open it. */
  isThisDeviceOnly: boolean;
}

/** The links that lead somebody else to a page of this server. */
export function useSharedLinks(path: string): SharedLinks {
  const { addresses: known } = useServerFacts();
  const own = useSyncExternalStore(
    never,
    () => location.origin,
    () => '',
  );
  const addresses = known.length > 0 ? known : own ? [own] : [];
  return {
    links: addresses.map((address) => new URL(path, address).href),
    isThisDeviceOnly: known.length === 0 && own !== '' && isLoopbackHost(new URL(own).hostname),
  };
}
