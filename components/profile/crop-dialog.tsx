'use client';

import { useId, useState } from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { type Crop, cropCentre, INITIAL_CROP } from '@/components/profile/crop';
import { CropArea } from '@/components/profile/crop-area';
import { CropControls } from '@/components/profile/crop-controls';
import { cutPicture } from '@/components/profile/crop-picture';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { Spinner } from '@/components/ui/spinner';
import { useDecodedImage } from '@/lib/client/hooks/use-decoded-image';
import { detectImageFormat, IMAGE_HEAD_BYTES } from '@/lib/shared/image-format';

interface CropDialogProps {
  file: File;
  /** With the part that was chosen, or the whole file when this browser cannot show it. */
  onDone: (file: File) => void;
  onCancel: () => void;
}

/** Whether the file's first bytes are those of a picture; its name and type count for nothing. */
export async function isPicture(file: File): Promise<boolean> {
  const head = await file.slice(0, IMAGE_HEAD_BYTES).arrayBuffer();
  return detectImageFormat(new Uint8Array(head)) !== null;
}

/** Which part of a new picture is to be shown, chosen before it is sent anywhere. */
export function CropDialog({ file, onDone, onCancel }: CropDialogProps) {
  const words = useAllMessages();
  const decoded = useDecodedImage(file);
  return (
    <DialogFrame isOpen onClose={onCancel} title={words.crop.cropTitle} kind="card" showTitle>
      <div className="flex flex-col gap-4 p-5">
        {!decoded && (
          <p className="flex items-center justify-center gap-2 py-16 text-muted" role="status">
            <Spinner />
            <span>{words.crop.opening}</span>
          </p>
        )}
        {decoded?.image && (
          <CropForm
            picture={decoded.image}
            isMoving={decoded.isMoving}
            onDone={(cut) => onDone(cut ?? file)}
            onCancel={onCancel}
          />
        )}
        {decoded && !decoded.image && (
          <>
            <p role="alert" className="[overflow-wrap:anywhere]">
              {words.crop.cannotShow(file.name)}
            </p>
            <Choice done={words.crop.useWhole} onDone={() => onDone(file)} onCancel={onCancel} />
          </>
        )}
      </div>
    </DialogFrame>
  );
}

interface CropFormProps {
  picture: ImageBitmap;
  isMoving: boolean;
  onDone: (cut: File | null) => void;
  onCancel: () => void;
}

function CropForm({ picture, isMoving, onDone, onCancel }: CropFormProps) {
  const words = useAllMessages().crop;
  const id = useId();
  const [crop, setCrop] = useState<Crop>(INITIAL_CROP);
  const [said, setSaid] = useState('');
  const [isCutting, setIsCutting] = useState(false);
  const changeAndSay = (next: Crop) => {
    setCrop(next);
    const { x, y } = cropCentre(next, picture);
    const [across, down, zoom] = [x, y, next.view.zoom].map((part) => Math.round(part * 100));
    setSaid(words.cropState({ zoom: zoom ?? 0, across: across ?? 0, down: down ?? 0 }));
  };
  const finish = () => {
    setIsCutting(true);
    void cutPicture(picture, crop).then(onDone);
  };
  return (
    <>
      <CropArea
        picture={picture}
        crop={crop}
        onChange={setCrop}
        onKey={changeAndSay}
        label={words.cropArea}
        describedBy={id}
      />
      <p id={id} className="text-meta text-muted">
        <span>{words.cropHint}</span>{' '}
        <span className="pointer-coarse:sr-only">{words.cropKeys}</span>
        {isMoving && <span> {words.stilled}</span>}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <CropControls picture={picture} crop={crop} onChange={setCrop} onKey={changeAndSay} />
      <Choice done={words.use} isPending={isCutting} onDone={finish} onCancel={onCancel} />
    </>
  );
}

interface ChoiceProps {
  done: string;
  isPending?: boolean;
  onDone: () => void;
  onCancel: () => void;
}

function Choice({ done, isPending = false, onDone, onCancel }: ChoiceProps) {
  const words = useAllMessages();
  return (
    <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
      <Button variant="secondary" onClick={onCancel}>
        {words.common.cancel}
      </Button>
      <Button onClick={onDone} isPending={isPending}>
        {done}
      </Button>
    </div>
  );
}
