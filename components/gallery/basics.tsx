'use client';

import Info from 'lucide-react/icons/info';
import { BROKEN, picture } from '@/components/gallery/fixtures';
import type { Family } from '@/components/gallery/specimen';
import { Avatar } from '@/components/ui/avatar';
import { BackLink } from '@/components/ui/back-link';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { FailedPicture } from '@/components/ui/failed-picture';
import { IconButton } from '@/components/ui/icon-button';
import { Key } from '@/components/ui/keys';
import { LoadFailed } from '@/components/ui/load-failed';
import { Logo } from '@/components/ui/logo';
import { NOTICE_ACTION_CLASS, NoticeBubble } from '@/components/ui/notice-bubble';
import { OrLine } from '@/components/ui/or-line';
import { Picture } from '@/components/ui/picture';
import { ProgressBar } from '@/components/ui/progress-bar';
import { ProgressRing } from '@/components/ui/progress-ring';
import { Skeleton } from '@/components/ui/skeleton';
import { Spinner } from '@/components/ui/spinner';
import { usePictureLoad } from '@/components/ui/use-picture-load';

const VARIANTS = ['primary', 'secondary', 'ghost', 'danger'] as const;
const SIZES = ['small', 'medium', 'large', 'huge'] as const;
const NAMES = ['Ada', 'Bob Byte', 'سميرة حداد', 'Noah', '李 明', 'Zoë', 'Ivo', 'Mara L', 'Eve'];

function Shown({ src, placeholder }: { src: string; placeholder?: string }) {
  const load = usePictureLoad(src);
  return (
    <Picture
      src={src}
      alt=""
      width={160}
      height={100}
      load={load}
      failed={<FailedPicture label="Try again" />}
      {...(placeholder && { placeholder })}
      className="h-25 w-40 rounded-lg bg-sunken"
    />
  );
}

const ARCHIVED = { text: 'Archived.' };

export const basics: Family = {
  title: 'Basics',
  specimens: [
    {
      name: 'what could not be loaded',
      show: (
        <LoadFailed retryLabel="Try again" onRetry={() => undefined}>
          Your devices could not be loaded.
        </LoadFailed>
      ),
    },
    {
      name: 'notice of what has been done, with a way back',
      show: (
        <NoticeBubble
          notice={ARCHIVED}
          shownMs={600_000}
          onGone={() => undefined}
          className="static"
        >
          {({ text }) => (
            <>
              <span>{text}</span>
              <button type="button" className={NOTICE_ACTION_CLASS}>
                Undo
              </button>
            </>
          )}
        </NoticeBubble>
      ),
    },
    ...VARIANTS.map((variant) => ({
      name: `button, ${variant}: resting, pending, disabled`,
      show: (
        <>
          <Button variant={variant}>Save</Button>
          <Button variant={variant} isPending>
            Saving…
          </Button>
          <Button variant={variant} disabled>
            Save
          </Button>
        </>
      ),
    })),
    {
      name: 'icon button: resting, disabled',
      show: (
        <>
          <IconButton label="Details" tip="above-start">
            <Info className="size-5" aria-hidden="true" />
          </IconButton>
          <IconButton label="Details, disabled" tip="above-start" disabled>
            <Info className="size-5" aria-hidden="true" />
          </IconButton>
        </>
      ),
    },
    {
      name: 'avatar: initials in every tone',
      show: NAMES.map((name, index) => <Avatar key={name} id={String(index)} name={name} src="" />),
    },
    {
      name: 'avatar: sizes, online',
      show: SIZES.map((size) => (
        <Avatar key={size} id="a" name="Ada Lovelace" src="" size={size} onlineLabel="Online" />
      )),
    },
    {
      name: 'avatar: with a picture, with one that failed',
      show: (
        <>
          <Avatar id="b" name="Ada Lovelace" src={picture(96, 96, 200)} size="huge" />
          <Avatar id="b" name="Ada Lovelace" src={BROKEN} size="huge" />
        </>
      ),
    },
    {
      name: 'picture: there, failed',
      show: (
        <>
          <Shown src={picture(160, 100, 120)} />
          <Shown src={BROKEN} placeholder={picture(16, 10, 30)} />
        </>
      ),
    },
    {
      name: 'badge: one, many, too many to say',
      show: [1, 42, 1200].map((count) => (
        <Badge key={count} count={count} label={`${count} unread`} />
      )),
    },
    {
      name: 'progress ring: begun, half way, done',
      show: [0, 0.5, 1].map((value) => (
        <span key={value} className="relative block size-14 text-accent">
          <ProgressRing value={value} label={`Uploading, ${value * 100} %`} />
        </span>
      )),
    },
    {
      name: 'progress bar: begun, half way, done',
      show: [0, 0.5, 1].map((value) => (
        <ProgressBar key={value} value={value} label={`Handing in, ${value * 100} %`} />
      )),
    },
    { name: 'between two ways', show: <OrLine>or</OrLine> },
    { name: 'back', show: <BackLink href="/gallery" label="Back" /> },
    { name: 'spinner', show: <Spinner className="size-6" /> },
    { name: 'skeleton', show: <Skeleton className="h-4 w-40" /> },
    {
      name: 'keys',
      show: ['Ctrl', 'K', 'Esc'].map((key) => <Key key={key}>{key}</Key>),
    },
    { name: 'logo', show: <Logo /> },
  ],
};
