'use client';

import { useState } from 'react';
import { lastMessage, me, newPerson, picture } from '@/components/gallery/fixtures';
import type { Family } from '@/components/gallery/specimen';
import { EmptyPeople } from '@/components/people/empty-people';
import { PeopleSkeleton } from '@/components/people/people-skeleton';
import { PersonRow } from '@/components/people/person-row';
import { SearchField } from '@/components/people/search-field';
import { PersonDetails } from '@/components/person/person-details';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';
import type { PersonRow as Person } from '@/lib/client/selectors/person-row';

const ROWS: { name: string; person: Person; isOpen?: boolean }[] = [
  { name: 'nothing said yet', person: newPerson() },
  {
    name: 'online, unread',
    person: newPerson({ online: true, unseen: 3, lastMessage: lastMessage() }),
  },
  {
    name: 'open, own last message',
    isOpen: true,
    person: newPerson({
      lastSeq: 1,
      seenSeq: 1,
      deliveredSeq: 1,
      lastMessage: lastMessage({ senderId: me._id }),
    }),
  },
  { name: 'typing', person: newPerson({ typing: true, lastMessage: lastMessage() }) },
  {
    name: 'a picture, a long name',
    person: newPerson({
      fullName: 'Maximiliane Donaudampfschifffahrtsgesellschaft',
      profilePic: picture(96, 96, 280),
      lastMessage: lastMessage({ hasImage: true, text: '' }),
    }),
  },
  {
    name: 'deleted last message',
    person: newPerson({
      fullName: 'سميرة حداد',
      lastMessage: lastMessage({ deletedAt: '2026-03-02T10:00:00.000Z', text: '' }),
    }),
  },
];

const photos = (over: Partial<SharedPhotosView>): SharedPhotosView => ({
  photos: [],
  total: null,
  isKnown: true,
  isLoading: false,
  error: null,
  hasMore: false,
  loadMore: () => undefined,
  ...over,
});
const TWO_MONTHS = [0, 1, 2, 3].map((index) => ({
  key: `tile-${index}`,
  seq: index + 1,
  isOwn: false,
  text: '',
  image: { url: picture(300, 300, index * 80), width: 300, height: 300, placeholder: '' },
  createdAt: `2026-0${index < 2 ? 2 : 3}-11T09:30:00.000Z`,
}));
const DETAILS: { name: string; photos: SharedPhotosView }[] = [
  { name: 'none', photos: photos({}) },
  { name: 'of two months', photos: photos({ photos: TWO_MONTHS, total: 4 }) },
  { name: 'loading', photos: photos({ isKnown: false, isLoading: true, hasMore: true }) },
  { name: 'failed', photos: photos({ isKnown: false, error: 'No.', hasMore: true }) },
];

/** One at a time: they are landmarks of a page, which has each of them once. */
function Details() {
  const [shown, setShown] = useState(1);
  return (
    <div className="w-full">
      <label className="flex min-h-11 items-center gap-2" dir="ltr" lang="en">
        Photos
        <select
          value={shown}
          onChange={(event) => setShown(Number(event.target.value))}
          className="min-h-11 rounded-control bg-surface px-3 ring-1 ring-control/70"
        >
          {DETAILS.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <PersonDetails
        person={newPerson({ bio: '', timeZone: 'Asia/Kathmandu' })}
        typing={false}
        photos={DETAILS[shown]?.photos ?? photos({})}
        onOpenPhoto={() => undefined}
        onGoTo={() => undefined}
      />
    </div>
  );
}

function Search({ text, isBusy }: { text: string; isBusy: boolean }) {
  const [value, setValue] = useState(text);
  return (
    <div className="w-full">
      <SearchField value={value} isBusy={isBusy} onChange={setValue} onLeave={() => undefined} />
    </div>
  );
}

export const people: Family = {
  title: 'People',
  specimens: [
    ...ROWS.map(({ name, person, isOpen = false }) => ({
      name: `row: ${name}`,
      show: (
        <div className="@container w-full">
          <PersonRow person={person} isOpen={isOpen} isNamesake isTabStop />
        </div>
      ),
    })),
    { name: 'details: the photos in each state', show: <Details /> },
    {
      name: 'loading',
      show: (
        <div className="w-full">
          <PeopleSkeleton />
        </div>
      ),
    },
    { name: 'nobody yet', show: <EmptyPeople /> },
    { name: 'search: resting', show: <Search text="" isBusy={false} /> },
    { name: 'search: an answer is awaited', show: <Search text="Ingr" isBusy /> },
  ],
};
