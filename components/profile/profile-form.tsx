'use client';

import { type FormEvent, useRef, useState } from 'react';
import { translateProblem } from '@/components/i18n/translate-error';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { FormResult } from '@/components/profile/form-result';
import { PictureField } from '@/components/profile/picture-field';
import { useFocusInvalid } from '@/components/profile/use-focus-invalid';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { TextAreaField, TextField } from '@/components/ui/text-field';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { useProfile } from '@/lib/client/hooks/people/use-profile';
import { useFormDraft } from '@/lib/client/hooks/use-form-draft';
import type { ProfileInput } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { BIO_MAX_CHARACTERS, countCharacters, NAME_MAX_CHARACTERS } from '@/lib/shared/limits';

/** Counters show once fewer than this many characters are left. */
const COUNTER_FROM = 40;

export function ProfileForm() {
  const words = useAllMessages();
  const me = useMe();
  const { save, isSaving } = useProfile();
  // What is not in it is untouched: then the form shows what is stored, also when another device changes it.
  const [draft, setDraft] = useFormDraft<ProfileInput>('profile');
  const changes = draft ?? {};
  const [error, setError] = useState<ApiError | null>(null);
  const [isSaved, setIsSaved] = useState(false);

  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, error);

  const fullName = changes.fullName ?? me.fullName;
  const bio = changes.bio ?? me.bio;
  const nameLeft = NAME_MAX_CHARACTERS - countCharacters(fullName.trim());
  const bioLeft = BIO_MAX_CHARACTERS - countCharacters(bio.trim());
  const change = (part: ProfileInput) => {
    setDraft({ ...changes, ...part });
    setIsSaved(false);
  };

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsSaved(false);
    setError(null);
    try {
      await save(changes);
      setDraft(null);
      setIsSaved(true);
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError('internal'));
    }
  };

  return (
    <Section id="about-you" title={words.profile.about} hint={words.profile.aboutHint}>
      <form
        ref={form}
        onSubmit={(event) => void onSubmit(event)}
        method="post"
        noValidate
        className="flex flex-col gap-5"
      >
        <PictureField
          me={me}
          value={changes.profilePic}
          onChange={(profilePic) => change({ profilePic })}
          error={translateProblem(words, error?.problems.profilePic)}
        />
        <TextField
          id="profile-name"
          label={words.auth.fullName}
          autoComplete="name"
          dir="auto"
          required
          value={fullName}
          onChange={(event) => change({ fullName: event.target.value })}
          hint={nameLeft <= COUNTER_FROM / 2 ? words.common.charactersLeft(nameLeft) : undefined}
          error={translateProblem(words, error?.problems.fullName)}
          answer={error}
        />
        <TextAreaField
          id="profile-bio"
          label={words.people.about}
          rows={3}
          value={bio}
          onChange={(event) => change({ bio: event.target.value })}
          hint={bioLeft <= COUNTER_FROM ? words.common.charactersLeft(bioLeft) : undefined}
          error={translateProblem(words, error?.problems.bio)}
          answer={error}
        />
        {me.email && (
          <TextField
            id="profile-email"
            label={words.auth.email}
            hint={words.profile.emailHint}
            value={me.email}
            readOnly
          />
        )}
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" isPending={isSaving} disabled={nameLeft < 0 || bioLeft < 0}>
            {isSaving ? words.common.saving : words.common.save}
          </Button>
          {draft && !isSaving && (
            <>
              <Button
                variant="ghost"
                onClick={() => {
                  setDraft(null);
                  setError(null);
                }}
              >
                {words.settingsPage.discard}
              </Button>
              <span className="text-muted">{words.settingsPage.notSaved}</span>
            </>
          )}
          <FormResult success={isSaved ? words.common.saved : null} error={error} />
        </div>
      </form>
    </Section>
  );
}
