'use client';

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { CropFrame } from '@/components/conversation/picture-editor/crop-frame';
import { DrawSurface } from '@/components/conversation/picture-editor/draw-surface';
import {
  COLOURS,
  type Colour,
  EditorTools,
  type Tool,
} from '@/components/conversation/picture-editor/editor-tools';
import {
  exportEdited,
  paint,
  smallCopy,
  turnedSize,
} from '@/components/conversation/picture-editor/paint';
import { WHOLE } from '@/components/conversation/picture-editor/picture-edit';
import { useEditHistory } from '@/components/conversation/picture-editor/use-edit-history';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { DialogFrame } from '@/components/ui/dialog-frame';
import { Spinner } from '@/components/ui/spinner';
import { useDecodedImage } from '@/lib/client/hooks/use-decoded-image';

interface PictureEditorProps {
  file: File;
  /** With a file that takes the place of the one given; not called when nothing was changed. */
  onDone: (edited: File) => void;
  onClose: () => void;
}

/** Cut, turn, draw on and make parts unreadable, before a picture leaves this device. */
export function PictureEditor({ file, onDone, onClose }: PictureEditorProps) {
  const words = useAllMessages();
  const decoded = useDecodedImage(file);
  return (
    <DialogFrame
      isOpen
      onClose={onClose}
      title={words.pictureEditor.title}
      kind="workspace"
      showTitle
    >
      {!decoded && (
        <p className="flex items-center justify-center gap-2 py-16 text-muted" role="status">
          <Spinner />
          <span>{words.crop.opening}</span>
        </p>
      )}
      {decoded?.image && (
        <Editor
          picture={decoded.image}
          isMoving={decoded.isMoving}
          name={file.name}
          onDone={onDone}
          onClose={onClose}
        />
      )}
      {decoded && !decoded.image && (
        <p role="alert" className="p-5 [overflow-wrap:anywhere]">
          {words.pictureEditor.cannotShow(file.name)}
        </p>
      )}
    </DialogFrame>
  );
}

interface EditorProps extends Omit<PictureEditorProps, 'file'> {
  picture: ImageBitmap;
  isMoving: boolean;
  name: string;
}

function Editor({ picture, isMoving, name, onDone, onClose }: EditorProps) {
  const words = useAllMessages();
  const history = useEditHistory();
  const { edit, canUndo, undo } = history;
  const [tool, setTool] = useState<Tool>('crop');
  const [colour, setColour] = useState<Colour>('red');
  const [work, setWork] = useState<'editing' | 'exporting' | 'failed'>('editing');
  const canvas = useRef<HTMLCanvasElement>(null);
  const hint = useId();
  const preview = useMemo(() => smallCopy(picture), [picture]);
  const part = tool === 'crop' ? WHOLE : edit.crop;
  const whole = turnedSize(preview, edit.turns);

  useEffect(() => {
    if (canvas.current) {
      paint(canvas.current, {
        source: preview,
        edit,
        part,
        whole: turnedSize(preview, edit.turns),
      });
    }
  }, [preview, edit, part]);

  const finish = () => {
    if (!canUndo) return onClose();
    setWork('exporting');
    exportEdited(picture, edit, name).then(onDone, () => setWork('failed'));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    undo();
  };

  const percent = (fraction: number) => Math.round(fraction * 100);
  const { width, height } = edit.crop;
  const said =
    tool === 'crop'
      ? words.pictureEditor.kept({ width: percent(width), height: percent(height) })
      : words.pictureEditor.lines(edit.strokes.length);
  const ratio = (part.width * whole.width) / (part.height * whole.height);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for a button that is there
    <div onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col gap-3 p-4">
      <div className="@container-[size] flex min-h-48 flex-1 items-center justify-center rounded-card bg-black p-6">
        <div
          className="relative"
          style={{
            aspectRatio: ratio,
            width: `min(100cqw, 100cqh * ${ratio})`,
          }}
        >
          <canvas ref={canvas} className="block size-full" />
          {tool === 'crop' ? (
            <CropFrame history={history} describedBy={hint} />
          ) : (
            <DrawSurface
              key={tool}
              history={history}
              kind={tool}
              colour={COLOURS[colour]}
              label={words.pictureEditor.surfaces[tool]}
              describedBy={hint}
            />
          )}
        </div>
      </div>
      <p id={hint} className="text-meta text-muted">
        <span>{words.pictureEditor.hints[tool]}</span>{' '}
        <span className="pointer-coarse:sr-only">{words.pictureEditor.keys[tool]}</span>
        {isMoving && <span> {words.pictureEditor.stilled}</span>}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <EditorTools
        history={history}
        tool={tool}
        onTool={setTool}
        colour={colour}
        onColour={setColour}
      />
      {work === 'failed' && (
        <p role="alert" className="text-sm text-danger">
          {words.pictureEditor.failed}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-3">
        <Button variant="secondary" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button onClick={finish} isPending={work === 'exporting'}>
          {words.pictureEditor.done}
        </Button>
      </div>
    </div>
  );
}
