'use client';

import { Suspense, useEffect, useState } from 'react';
import { basics } from '@/components/gallery/basics';
import { conversation } from '@/components/gallery/conversation';
import { dialogs } from '@/components/gallery/dialogs';
import { me } from '@/components/gallery/fixtures';
import { forms } from '@/components/gallery/forms';
import { imports } from '@/components/gallery/imports';
import { messages } from '@/components/gallery/messages';
import { people } from '@/components/gallery/people';
import { createQuietClient } from '@/components/gallery/quiet-client';
import { FamilySection } from '@/components/gallery/specimen';
import { LANGUAGES, type Language } from '@/components/i18n/languages';
import { MessagesProvider } from '@/components/i18n/messages-provider';
import { ThemeChoice } from '@/components/ui/theme-choice';
import { ChatProvider } from '@/lib/client/chat-provider';

const FAMILIES = [basics, forms, dialogs, messages, conversation, imports, people];
const NOBODY = { people: { users: [], unseenMessages: {}, nextCursor: null } };
const THEMES = { system: 'System', light: 'Light', dark: 'Dark' };

/** Every component in every state, for whoever works on them; only in development. */
export function Gallery({ initialLanguage }: { initialLanguage: Language }) {
  const [client] = useState(() => createQuietClient({ me }));
  const [language, setLanguage] = useState(initialLanguage);
  // On the document itself, so that dialogs follow as well.
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = LANGUAGES[language].direction;
  }, [language]);
  return (
    <main className="mx-auto flex max-w-6xl flex-col gap-8 p-6">
      <h1 className="text-heading font-semibold tracking-tight" dir="ltr" lang="en">
        Gallery
      </h1>
      <div className="flex flex-wrap items-center gap-4" dir="ltr" lang="en">
        <ThemeChoice label="Theme" names={THEMES} initial="system" />
        <label className="flex min-h-11 items-center gap-2">
          Language and direction
          <select
            value={language}
            onChange={(event) => setLanguage(event.target.value as Language)}
            className="min-h-11 rounded-control bg-surface px-3 ring-1 ring-control/70"
          >
            {Object.entries(LANGUAGES).map(([code, { name }]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Suspense>
        <MessagesProvider language={language}>
          <ChatProvider me={me} seed={NOBODY} client={client}>
            {FAMILIES.map((family) => (
              <FamilySection key={family.title} family={family} />
            ))}
          </ChatProvider>
        </MessagesProvider>
      </Suspense>
    </main>
  );
}
