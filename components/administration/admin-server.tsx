'use client';

import useSWR from 'swr';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { LoadFailed } from '@/components/ui/load-failed';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { adminClient } from '@/lib/client/transport/admin-client';
import type { ServerDto } from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

/** What there is on the server, what it is, and how it is set. */
export function AdminServer() {
  const words = useAllMessages();
  const texts = words.administration;
  const { data, error, mutate } = useSWR(adminUrls.server, adminClient.server);
  if (error && !data) {
    return (
      <LoadFailed retryLabel={words.common.retry} onRetry={() => void mutate()}>
        {texts.failed}
      </LoadFailed>
    );
  }
  return (
    <>
      <Facts id="admin-storage" title={texts.storage} rows={data && storageRows(data, texts)} />
      <Facts
        id="admin-settings"
        title={texts.settingsInForce}
        hint={texts.settingsHint}
        rows={data && settingRows(data, texts)}
      />
    </>
  );
}

type Texts = ReturnType<typeof useAllMessages>['administration'];
type Row = readonly [name: string, value: string];

function storageRows({ stats }: ServerDto, texts: Texts): Row[] {
  const { databaseBytes, uploads, freeDiskBytes } = stats;
  const size = (bytes: number | null) => (bytes === null ? texts.unknown : texts.size(bytes));
  return [
    [texts.database, databaseBytes === null ? 'MongoDB' : size(databaseBytes)],
    [texts.uploads, uploads ? texts.files(uploads.count, uploads.bytes) : 'Cloudinary'],
    [texts.freeDisk, size(freeDiskBytes)],
    [texts.parts.people, texts.number(stats.people)],
    [texts.sessions, texts.number(stats.sessions)],
    [texts.messages, texts.number(stats.messages)],
    [texts.messagesLastWeek, texts.number(stats.messagesLastWeek)],
  ];
}

function settingRows({ version, nodeVersion, settings }: ServerDto, texts: Texts): Row[] {
  const { provider } = settings;
  return [
    [texts.version, `Parley ${version}, Node ${nodeVersion}`],
    ['SIGNUP', settings.signUp],
    ['PEOPLE', settings.people],
    ['PASSWORDS', settings.passwords ? 'on' : 'off'],
    ['MAIL_FROM', settings.mailFrom ?? texts.noMail],
    ['OIDC_ISSUER', provider ? `${provider.name}: ${provider.issuer}` : texts.none],
    ['PUBLIC_URL', settings.publicUrl ?? texts.none],
    ['TRUST_PROXY', String(settings.trustedProxyHops)],
    ['RATE_LIMITS', settings.rateLimits ? 'on' : 'off'],
    ['REDIS_URL', settings.redis ? texts.isSet : texts.none],
  ];
}

interface FactsProps {
  id: string;
  title: string;
  hint?: string;
  rows: readonly Row[] | undefined;
}

function Facts({ id, title, hint, rows }: FactsProps) {
  return (
    <Section id={id} title={title} {...(hint && { hint })}>
      {rows ? (
        <dl className="flex flex-col divide-y divide-line">
          {rows.map(([name, value]) => (
            <div key={name} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
              <dt className="text-muted">{name}</dt>
              <dd dir="auto" className="font-medium wrap-anywhere tabular-nums">
                {value}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <Skeleton className="h-60 w-full" />
      )}
    </Section>
  );
}
