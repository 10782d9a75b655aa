'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { buttonClass } from '@/components/ui/button';
import { OrLine } from '@/components/ui/or-line';
import { providerSignInUrl } from '@/lib/shared/urls';

interface ProviderLinkProps {
  /** What people call the provider. */
  provider: string;
  /** One of our own paths, to go on to. */
  next: string;
  /** Whether it stands below a form with passwords, as another way. */
  isOtherWay: boolean;
}

/** The way in by an OpenID Connect provider; a plain link, so that it works without scripts. */
export function ProviderLink({ provider, next, isOtherWay }: ProviderLinkProps) {
  const words = useAllMessages();
  return (
    <>
      {isOtherWay && <OrLine>{words.auth.or}</OrLine>}
      <a
        href={providerSignInUrl(next)}
        className={`${buttonClass(isOtherWay ? 'secondary' : 'primary')} w-full`}
      >
        <span>{words.auth.withProvider(provider)}</span>
      </a>
    </>
  );
}
