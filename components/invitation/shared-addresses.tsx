'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { isLoopbackHost, pages } from '@/lib/shared/urls';

const SharedAddressesContext = createContext<readonly string[]>([]);

interface SharedAddressesProviderProps {
  /** The addresses that the server names; empty where the browser's own is the right one. */
  addresses: readonly string[];
  children: ReactNode;
}

/** Tells the parts below which addresses of this server may be handed to others. */
export function SharedAddressesProvider(props: SharedAddressesProviderProps) {
  return <SharedAddressesContext value={props.addresses}>{props.children}</SharedAddressesContext>;
}

const never = () => () => {};

export interface InvitationLinks {
  /** At least one, after hydration. */
  links: readonly string[];
  /** No other device can open it. */
  isThisDeviceOnly: boolean;
}

/** The links that lead somebody else to this server's sign-up page. */
export function useInvitationLinks(): InvitationLinks {
  const known = useContext(SharedAddressesContext);
  const own = useSyncExternalStore(
    never,
    () => location.origin,
    () => '',
  );
  const addresses = known.length > 0 ? known : own ? [own] : [];
  return {
    links: addresses.map((address) => new URL(pages.signUp, address).href),
    isThisDeviceOnly: known.length === 0 && own !== '' && isLoopbackHost(new URL(own).hostname),
  };
}
