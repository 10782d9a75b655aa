'use client';

import { Fragment } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { importExtent } from '@/components/import/import-sentence';
import { SampleMessage } from '@/components/import/sample-message';
import { SOURCE_NAMES } from '@/components/import/source-names';
import { useZone } from '@/components/ui/clock';
import { dayKey, formatCalendar } from '@/components/ui/dates';
import type { ImportPlan } from '@/lib/client/import/hand-in/plan-import';
import type { ImportedMessageInput } from '@/lib/shared/import/import-schemas';

/** So many of the first ones, and of the last. */
const SHOWN_COUNT = 2;

const LEFT_OUT = ['otherFiles', 'largePictures', 'system', 'deleted', 'damaged'] as const;

interface ImportPreviewProps {
  plan: ImportPlan;
  /** Of the other person. */
  name: string;
  /** When the first message here was sent; null where that is not known. */
  firstHereAt: string | null;
}

/** What would come of a history, before anything of it leaves this device. */
export function ImportPreview({ plan, name, firstHereAt }: ImportPreviewProps) {
  const words = useAllMessages();
  const { imports: texts } = words;
  const zone = useZone();
  const dayOf = (at: string) => formatCalendar(dayKey(at, zone), zone.locale, 'day');
  const { messages, pictures, leftOut } = plan;
  const firstAt = messages[0]?.createdAt ?? null;
  const lastAt = messages.at(-1)?.createdAt ?? null;
  const missing = LEFT_OUT.filter((what) => leftOut[what] > 0);
  return (
    <>
      <div className="flex flex-col gap-1">
        <p>{texts.messagesFrom(messages.length, SOURCE_NAMES[plan.source])}</p>
        <p className="text-muted">
          {importExtent(words, { firstAt, lastAt, pictureCount: pictures.length }, zone)}
        </p>
      </div>
      {missing.length > 0 && (
        <div className="text-muted text-sm">
          <p>{texts.leftOut}</p>
          <ul className="list-disc ps-5">
            {missing.map((what) => (
              <li key={what}>{texts.leftOutOf[what](leftOut[what])}</li>
            ))}
          </ul>
        </div>
      )}
      {firstHereAt && lastAt && lastAt > firstHereAt && (
        <p className="rounded-control bg-warning-soft p-3 text-on-warning text-pretty text-sm">
          {texts.overlaps(dayOf(lastAt), dayOf(firstHereAt))}
        </p>
      )}
      <section aria-label={texts.preview} className="flex flex-col gap-2">
        <h4 className="text-sm font-medium">{texts.preview}</h4>
        <Samples plan={plan} name={name} dayOf={dayOf} />
      </section>
    </>
  );
}

interface SamplesProps {
  plan: ImportPlan;
  name: string;
  dayOf: (at: string) => string;
}

function Samples({ plan: { messages, pictures }, name, dayOf }: SamplesProps) {
  const { imports: texts } = useAllMessages();
  const between = messages.length - 2 * SHOWN_COUNT;
  const first = between > 0 ? messages.slice(0, SHOWN_COUNT) : messages;
  const last = between > 0 ? messages.slice(-SHOWN_COUNT) : [];
  const listOf = (shown: readonly ImportedMessageInput[]) =>
    shown.map((message, index) => {
      const day = dayOf(message.createdAt);
      const before = shown[index - 1];
      return (
        <Fragment key={message.ordinal}>
          {(!before || dayOf(before.createdAt) !== day) && (
            <li className="self-center text-meta text-muted">{day}</li>
          )}
          <SampleMessage
            message={message}
            picture={pictures.find(({ ordinal }) => ordinal === message.ordinal) ?? null}
            name={name}
          />
        </Fragment>
      );
    });
  return (
    <ol className="flex flex-col gap-2 rounded-card bg-surface p-3 ring-1 ring-line">
      {listOf(first)}
      {between > 0 && (
        <li className="self-center py-1 text-muted text-sm">{texts.more(between)}</li>
      )}
      {listOf(last)}
    </ol>
  );
}
