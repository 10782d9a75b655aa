'use client';

import RotateCw from 'lucide-react/icons/rotate-cw';
import Undo2 from 'lucide-react/icons/undo-2';
import { turnEdit } from '@/components/conversation/picture-editor/picture-edit';
import type { EditHistory } from '@/components/conversation/picture-editor/use-edit-history';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import { Button } from '@/components/ui/button';
import { SegmentedChoice } from '@/components/ui/segmented-choice';

const TOOLS = ['crop', 'draw', 'hide'] as const;
export type Tool = (typeof TOOLS)[number];

/** Seen on any picture, and told apart by those who see fewer colours. */
export const COLOURS = {
  red: '#e5484d',
  yellow: '#ffd60a',
  blue: '#0a84ff',
  black: '#000000',
  white: '#ffffff',
} as const;
export type Colour = keyof typeof COLOURS;
const COLOUR_NAMES = Object.keys(COLOURS) as Colour[];

interface EditorToolsProps {
  history: EditHistory;
  tool: Tool;
  onTool: (tool: Tool) => void;
  colour: Colour;
  onColour: (colour: Colour) => void;
}

export function EditorTools({ history, tool, onTool, colour, onColour }: EditorToolsProps) {
  const words = useAllMessages().pictureEditor;
  return (
    <div className="flex flex-col gap-3">
      <SegmentedChoice
        label={words.tool}
        name="picture-tool"
        options={TOOLS}
        names={words.tools}
        value={tool}
        onChoose={onTool}
      />
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
        {tool === 'draw' ? (
          <fieldset className="flex gap-1">
            <legend className="sr-only">{words.colour}</legend>
            {COLOUR_NAMES.map((name) => (
              <label
                key={name}
                className="flex size-11 cursor-pointer items-center justify-center rounded-full has-checked:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="picture-colour"
                  checked={colour === name}
                  onChange={() => onColour(name)}
                  className="peer sr-only"
                />
                <span className="sr-only">{words.colours[name]}</span>
                <span
                  aria-hidden="true"
                  className="size-6 rounded-full ring-1 ring-control peer-checked:size-8 peer-checked:ring-2 peer-checked:ring-accent"
                  style={{ backgroundColor: COLOURS[name] }}
                />
              </label>
            ))}
          </fieldset>
        ) : (
          <span />
        )}
        <div className="flex flex-wrap gap-2">
          <Button variant="secondary" onClick={() => history.commit(turnEdit)}>
            <RotateCw className="size-4" aria-hidden="true" />
            <span>{words.turn}</span>
          </Button>
          <Button variant="ghost" disabled={!history.canUndo} onClick={history.undo}>
            <Undo2 className="size-4" aria-hidden="true" />
            <span>{words.undo}</span>
          </Button>
        </div>
      </div>
    </div>
  );
}
