'use client';

import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import QrCode from 'lucide-react/icons/qr-code';
import Share from 'lucide-react/icons/share-2';
import { useId, useRef, useState, useSyncExternalStore } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { useSharedLinks } from '@/components/invitation/use-shared-links';
import { Button } from '@/components/ui/button';
import { CONTROL_CLASS } from '@/components/ui/field';
import { useOnDemand } from '@/components/ui/use-on-demand';
import { copyText } from '@/lib/client/platform/copy-text';
import { findShare } from '@/lib/client/platform/secure-context';

const loadCode = () =>
  import('@/components/invitation/invitation-code').then((module) => module.InvitationCode);

const never = () => () => {};
const canShare = () => findShare() !== null;

interface SharedLinkProps {
  /** A path of this server. */
  path: string;
  /** What the link is called, and its code. */
  label: string;
  codeLabel: string;
  /** Whether the code to scan is there from the start. */
  isCodeShown?: boolean;
}

/** A link into this server that others are given: to copy, to share and to scan. */
export function SharedLink({ path, label, codeLabel, isCodeShown = false }: SharedLinkProps) {
  const words = useAllMessages();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { links, isThisDeviceOnly } = useSharedLinks(path);
  const [chosen, setChosen] = useState(0);
  const link = links[chosen] ?? links[0] ?? '';
  const [result, setResult] = useState<'copied' | 'selected' | null>(null);
  const [isWanted, setIsWanted] = useState(isCodeShown);
  const Code = useOnDemand(isWanted, loadCode);
  const isShareable = useSyncExternalStore(never, canShare, () => false);

  const copy = async () => {
    const isCopied = await copyText(link);
    if (!isCopied) field.current?.select();
    setResult(isCopied ? 'copied' : 'selected');
  };
  const share = () => {
    // Cancelled by the person or refused by the system: the link can still be copied.
    findShare()?.({ title: words.product, url: link }).catch(() => undefined);
  };
  const isCopied = result === 'copied';
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="flex flex-col gap-4">
      {links.length > 1 && (
        <div className="flex flex-col gap-1.5">
          <label htmlFor={`${id}-address`} className="text-sm font-medium">
            {words.invitation.address}
          </label>
          <select
            id={`${id}-address`}
            dir="ltr"
            value={chosen}
            onChange={(event) => {
              setChosen(Number(event.target.value));
              setResult(null);
            }}
            className={CONTROL_CLASS}
          >
            {links.map((each, index) => (
              <option key={each} value={index}>
                {new URL(each).host}
              </option>
            ))}
          </select>
        </div>
      )}
      <input
        ref={field}
        readOnly
        dir="ltr"
        aria-label={label}
        value={link}
        onFocus={(event) => event.target.select()}
        className={CONTROL_CLASS}
      />
      {isThisDeviceOnly && <p className="text-sm text-muted">{words.invitation.thisDeviceOnly}</p>}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()} className="grow">
          <Icon className="size-4" aria-hidden="true" />
          <span>{isCopied ? words.invitation.copied : words.invitation.copy}</span>
        </Button>
        {isShareable && (
          <Button variant="secondary" onClick={share} className="grow">
            <Share className="size-4" aria-hidden="true" />
            <span>{words.invitation.share}</span>
          </Button>
        )}
        {!isWanted && (
          <Button variant="secondary" onClick={() => setIsWanted(true)} className="grow">
            <QrCode className="size-4" aria-hidden="true" />
            <span>{words.invitation.showCode}</span>
          </Button>
        )}
      </div>
      <p role="status" className={isCopied ? 'sr-only' : 'text-sm text-muted empty:hidden'}>
        {result && words.invitation[result]}
      </p>
      {isWanted && (
        <figure className="flex flex-col items-center gap-2 text-center">
          {/* Black on white in every theme: many cameras read no other. */}
          <div className="aspect-square w-full max-w-56 rounded-card bg-white ring-1 ring-line">
            {Code && link && <Code text={link} label={codeLabel} />}
          </div>
          <figcaption className="text-sm text-muted">{words.invitation.codeHint}</figcaption>
        </figure>
      )}
    </div>
  );
}
