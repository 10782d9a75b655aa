'use client';

import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { useMe } from '@/lib/client/hooks/people/use-me';
import type { ReportDto } from '@/lib/shared/accounts/admin-schemas';

interface ReportCardProps {
  report: ReportDto;
  isPending: boolean;
  onMark: (done: boolean) => void;
  onDisable: (disabled: boolean) => void;
  onBlock: () => void;
}

/** One report: whom it is about, what was said, the message as it was, and what can be done. */
export function ReportCard({ report, isPending, onMark, onDisable, onBlock }: ReportCardProps) {
  const words = useAllMessages();
  const texts = words.administration;
  const zone = useZone();
  const isMe = useMe()._id === report.user._id;
  const { user, reporter, reason, message, createdAt, doneAt } = report;
  const isThere = user.email !== '';
  return (
    <article aria-label={texts.about(user.fullName)} className="flex flex-col gap-3">
      <div className="flex flex-col gap-0.5">
        <p className="font-medium wrap-anywhere">{texts.about(user.fullName)}</p>
        {isThere && (
          <p dir="ltr" className="text-start text-meta wrap-anywhere text-muted">
            {user.email}
          </p>
        )}
        <p className="text-meta text-muted">
          <LocalTime iso={createdAt}>
            {texts.reportedBy(reporter.fullName || texts.nobody, formatFull(createdAt, zone))}
          </LocalTime>
        </p>
      </div>
      <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        {reason}
      </p>
      {message && (
        <figure className="flex flex-col gap-2 rounded-control bg-sunken p-3">
          <figcaption className="text-meta text-muted">
            <LocalTime iso={message.createdAt}>
              {texts.messageOf(
                message.senderId === user._id ? user.fullName : reporter.fullName || texts.nobody,
                formatFull(message.createdAt, zone),
              )}
            </LocalTime>
            {message.importedFrom && <span> · {words.chat.imported}</span>}
          </figcaption>
          {message.text && (
            <blockquote dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {message.text}
            </blockquote>
          )}
          {message.imageUrl && (
            // biome-ignore lint/performance/noImgElement: stored pictures are scaled already
            <img
              src={message.imageUrl}
              alt={texts.reportedImage}
              loading="lazy"
              className="aspect-4/3 w-full max-w-sm rounded-control bg-mat object-contain text-black"
            />
          )}
        </figure>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant={doneAt ? 'secondary' : 'primary'}
          isPending={isPending}
          onClick={() => onMark(!doneAt)}
        >
          {doneAt ? texts.markOpen : texts.markDone}
        </Button>
        {isThere && !isMe && (
          <>
            <Button variant="secondary" onClick={() => onDisable(!user.disabled)}>
              {user.disabled ? texts.enable : texts.disable}
            </Button>
            <Button variant="ghost" onClick={onBlock}>
              {texts.blockForMe}
            </Button>
          </>
        )}
      </div>
    </article>
  );
}
