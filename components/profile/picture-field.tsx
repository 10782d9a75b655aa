'use client';

import { type ComponentProps, type ComponentType, useEffect, useId, useRef, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { CropDialog } from '@/components/profile/crop-dialog';
import { usePictureDrop } from '@/components/profile/use-picture-drop';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import type { OwnUserDto } from '@/lib/shared/dto';
import type { ImageRefusal } from '@/lib/shared/image-refusal';
import { IMAGE_MAX_BYTES, IMAGE_TYPES } from '@/lib/shared/limits';

const MAX_MEGABYTES = IMAGE_MAX_BYTES / (1024 * 1024);

interface Cropping {
  file: File;
  Dialog: ComponentType<ComponentProps<typeof CropDialog>>;
}

interface PictureFieldProps {
  me: OwnUserDto;
  /** A new picture, null to remove the present one, undefined to leave it. */
  value: File | null | undefined;
  onChange: (value: File | null) => void;
  error: string | undefined;
}

/** One's own picture: choose, paste or drop one, choose its part, look at it before saving, remove. */
export function PictureField({ me, value, onChange, error }: PictureFieldProps) {
  const words = useAllMessages();
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const [refused, setRefused] = useState<string>();
  const [preview, setPreview] = useState('');
  const [cropping, setCropping] = useState<Cropping | null>(null);

  useEffect(() => {
    if (!value) return setPreview('');
    const url = URL.createObjectURL(value);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [value]);

  const refuse = (file: File, refusal: ImageRefusal) =>
    setRefused(words.composer.refused(file.name, words.pictures.refused[refusal]));
  const use = (file: File) => {
    // Only a file that this browser could not cut can still be too large.
    if (file.size > IMAGE_MAX_BYTES) refuse(file, 'too_many_bytes');
    else onChange(file);
  };
  const choose = (file: File | undefined) => {
    if (!file) return;
    setRefused(undefined);
    import('@/components/profile/crop-dialog').then(
      async ({ CropDialog, isPicture }) => {
        if (await isPicture(file)) setCropping({ file, Dialog: CropDialog });
        else refuse(file, 'not_a_picture');
      },
      // Without the dialog the server takes the middle of the picture.
      () => use(file),
    );
  };
  const isOver = usePictureDrop(choose);

  const src = value === null ? '' : preview || me.profilePic;
  const problem = refused ?? error;
  return (
    <fieldset
      className={classNames(
        'flex flex-wrap items-center gap-5',
        isOver && 'rounded-control outline-2 outline-offset-8 outline-accent outline-dashed',
      )}
    >
      <legend className="sr-only">{words.profile.picture}</legend>
      <Avatar id={me._id} name={me.fullName} src={src} size="huge" />
      <div className="flex min-w-0 flex-[1_1_9rem] flex-col gap-2">
        <div className="flex flex-wrap gap-2">
          <Button variant="secondary" onClick={() => picker.current?.click()} aria-describedby={id}>
            {words.profile.choosePicture}
          </Button>
          {src && (
            <Button
              variant="ghost"
              onClick={() => onChange(null)}
              aria-label={words.profile.removePicture}
            >
              {words.common.remove}
            </Button>
          )}
        </div>
        <p
          id={id}
          className={problem ? 'text-sm text-danger' : 'text-meta text-muted'}
          role={problem ? 'alert' : undefined}
        >
          {problem ?? `${words.profile.pictureHint(MAX_MEGABYTES)} ${words.crop.dropHint}`}
        </p>
      </div>
      <input
        ref={picker}
        type="file"
        accept={IMAGE_TYPES.join(',')}
        hidden
        aria-label={words.profile.picture}
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {cropping && (
        <cropping.Dialog
          file={cropping.file}
          onCancel={() => setCropping(null)}
          onDone={(file) => {
            setCropping(null);
            use(file);
          }}
        />
      )}
    </fieldset>
  );
}
