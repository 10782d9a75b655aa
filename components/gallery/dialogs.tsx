'use client';

import { useState } from 'react';
import { Lightbox } from '@/components/conversation/lightbox/lightbox';
import { picture } from '@/components/gallery/fixtures';
import type { Family } from '@/components/gallery/specimen';
import { Button } from '@/components/ui/button';
import { Calendar } from '@/components/ui/calendar/calendar';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

const KINDS = ['sheet', 'palette', 'card', 'screen'] as const;

function Opening({ kind }: { kind: (typeof KINDS)[number] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" onClick={() => setIsOpen(true)}>
        Open {kind}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={`A ${kind}`}
        kind={kind}
        showTitle
      >
        <p className="p-6">What a {kind} holds.</p>
      </Dialog>
    </>
  );
}

function Confirming() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" onClick={() => setIsOpen(true)}>
        Open question
      </Button>
      {isOpen && (
        <ConfirmDialog
          title="Clear this conversation?"
          confirmLabel="Clear"
          refused="That did not work. Please try again."
          onConfirm={() => Promise.reject(new Error('refused'))}
          onClose={() => setIsOpen(false)}
        >
          <p>It is gone for you, on all your devices.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

const PHOTOS: SharedPhoto[] = [0, 1, 2].map((index) => ({
  key: `photo-${index}`,
  seq: index + 1,
  isOwn: index === 1,
  text: index === 2 ? 'The view from the ridge' : '',
  image: {
    url: picture(index === 1 ? 700 : 1200, 800, index * 120),
    width: index === 1 ? 700 : 1200,
    height: 800,
    placeholder: '',
  },
  createdAt: '2026-03-02T09:30:00.000Z',
}));
const SHARED: SharedPhotosView = {
  photos: PHOTOS,
  total: PHOTOS.length,
  isKnown: true,
  isLoading: false,
  error: null,
  hasMore: false,
  loadMore: () => undefined,
};

function OpeningPhotos() {
  const [openKey, setOpenKey] = useState<string | null>(null);
  return (
    <>
      <Button variant="secondary" onClick={() => setOpenKey('photo-1')}>
        Open photos
      </Button>
      <Lightbox
        shared={SHARED}
        openKey={openKey}
        senderName="Ingrid Sørensen"
        onShow={setOpenKey}
      />
    </>
  );
}

export const dialogs: Family = {
  title: 'Dialogs',
  specimens: [
    ...KINDS.map((kind) => ({ name: `dialog, ${kind}`, show: <Opening kind={kind} /> })),
    { name: 'a question, which is refused', show: <Confirming /> },
    { name: 'lightbox', show: <OpeningPhotos /> },
    {
      name: 'calendar: from the middle of a month on, until today',
      show: (
        <Calendar
          min="2025-11-12"
          max="2026-03-20"
          initial="2026-03-03"
          today="2026-03-20"
          onChoose={() => undefined}
        />
      ),
    },
  ],
};
