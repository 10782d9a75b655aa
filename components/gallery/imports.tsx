'use client';

import { picture } from '@/components/gallery/fixtures';
import type { Family } from '@/components/gallery/specimen';
import { ImportLineView } from '@/components/import/import-line';
import { ImportPreview } from '@/components/import/import-preview';
import { ImportStanding } from '@/components/import/import-standing';
import { ChatsStep } from '@/components/import/steps/chats-step';
import { DatesStep } from '@/components/import/steps/dates-step';
import { FilesStep } from '@/components/import/steps/files-step';
import { HandInStep } from '@/components/import/steps/hand-in-step';
import type { HandInState } from '@/components/import/use-hand-in';
import type { ImportPlan } from '@/lib/client/import/hand-in/plan-import';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

const NAME = 'Ingrid Sørensen';
const nothing = () => undefined;

const newImport = (over: Partial<ImportDto>): ImportDto => ({
  _id: 'i',
  userId: '0123456789abcdef00000002',
  isMine: false,
  source: 'whatsapp',
  state: 'proposed',
  messageCount: 1234,
  storedCount: 1234,
  pictureCount: 12,
  firstAt: '2019-03-02T09:30:00.000Z',
  lastAt: '2021-05-09T18:04:00.000Z',
  createdAt: '2026-03-02T09:30:00.000Z',
  ...over,
});

const STATES: [string, Partial<ImportDto>][] = [
  ['asked', {}],
  ['waiting for an answer', { isMine: true }],
  ['declined', { isMine: true, state: 'declined' }],
  ['being brought in', { isMine: true, state: 'accepted' }],
];

const TEXTS = [
  'Are you coming on Thursday?',
  'Yes, after six.',
  'It is in the small hall',
  'The one with the bad chairs',
  'See you there 👋',
];

/** A picture as a file has it. */
const DRAWING = decodeURIComponent(picture(300, 300, 120).replace(/^[^,]*,/, ''));

const plan: ImportPlan = {
  source: 'whatsapp',
  messages: TEXTS.map((text, index) => ({
    ordinal: index + 1,
    isMine: index % 2 === 1,
    text: index === 4 ? '' : text,
    createdAt: `2021-0${index + 1}-09T18:04:00.000Z`,
  })),
  pictures: [
    {
      ordinal: 5,
      name: 'IMG-0001.jpg',
      file: {
        path: 'IMG-0001.jpg',
        size: 1,
        blob: async () => new Blob([DRAWING], { type: 'image/svg+xml' }),
      },
    },
  ],
  leftOut: { system: 14, deleted: 1, damaged: 0, largePictures: 2, otherFiles: 3 },
};

const HANDING_IN: [string, HandInState][] = [
  ['running', { kind: 'running', progress: 0.42, isWaiting: false }],
  ['waiting for the server', { kind: 'running', progress: 0.42, isWaiting: true }],
  ['failed', { kind: 'failed', progress: 0.42, why: 'Something went wrong on our side.' }],
  ['without some pictures', { kind: 'not-taken', count: 3 }],
];

const CARD_CLASS = 'flex w-full min-w-0 flex-col gap-4';

export const imports: Family = {
  title: 'Histories from elsewhere',
  specimens: [
    ...STATES.map(([name, over]) => ({
      name: `line: ${name}`,
      isWide: true,
      show: (
        <div className="w-full">
          <ImportLineView
            found={newImport(over)}
            name={NAME}
            pending={null}
            failure={null}
            onAct={nothing}
          />
        </div>
      ),
    })),
    {
      name: 'choosing files, which are no export',
      show: (
        <div className={CARD_CLASS}>
          <FilesStep
            name={NAME}
            isReading={false}
            failure="This is not an export that Parley can read."
            onFiles={nothing}
          />
        </div>
      ),
    },
    {
      name: 'before it is handed in',
      show: (
        <div className={CARD_CLASS}>
          <ImportPreview plan={plan} name={NAME} firstHereAt="2020-01-01T10:00:00.000Z" />
        </div>
      ),
    },
    {
      name: 'which chat',
      show: (
        <div className={CARD_CLASS}>
          <ChatsStep
            chats={[
              { key: 'a', title: NAME, count: 1234 },
              { key: 'b', title: 'سميرة حداد', count: 1 },
            ]}
            name={NAME}
            isReading={false}
            failure={null}
            onChoose={nothing}
            onBack={nothing}
          />
        </div>
      ),
    },
    {
      name: 'which day',
      show: (
        <div className={CARD_CLASS}>
          <DatesStep
            example="03/04/21"
            orders={['dmy', 'mdy']}
            isReading={false}
            failure={null}
            onChoose={nothing}
            onBack={nothing}
          />
        </div>
      ),
    },
    ...HANDING_IN.map(([name, state]) => ({
      name: `handing in: ${name}`,
      show: (
        <div className={CARD_CLASS}>
          <HandInStep
            state={state}
            askLabel={`Ask ${NAME}`}
            onAsk={nothing}
            onRetry={nothing}
            onStop={nothing}
          />
        </div>
      ),
    })),
    {
      name: 'in the conversation',
      show: (
        <div className={CARD_CLASS}>
          <ImportStanding
            found={newImport({ state: 'done' })}
            name={NAME}
            pending={null}
            failure={null}
            onAct={nothing}
            onAnew={nothing}
          />
        </div>
      ),
    },
  ],
};
