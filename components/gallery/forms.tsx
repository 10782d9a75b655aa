'use client';

import { useRef, useState } from 'react';
import type { Family } from '@/components/gallery/specimen';
import { AutoGrowTextArea } from '@/components/ui/auto-grow-text-area';
import { CONTROL_CLASS } from '@/components/ui/field';
import { Key } from '@/components/ui/keys';
import { PaneSeparator } from '@/components/ui/pane-separator';
import { PasswordField } from '@/components/ui/password-field';
import { SearchInput } from '@/components/ui/search-input';
import { SegmentedChoice } from '@/components/ui/segmented-choice';
import { Slider } from '@/components/ui/slider';
import { SwitchField } from '@/components/ui/switch-field';
import { TextAreaField, TextField } from '@/components/ui/text-field';

function Growing() {
  const [text, setText] = useState('One line.\nAnd another.');
  const input = useRef<HTMLTextAreaElement>(null);
  return (
    <AutoGrowTextArea
      inputRef={input}
      value={text}
      maxLines={4}
      onChange={(event) => setText(event.target.value)}
      aria-label="Grows to four lines"
      className={CONTROL_CLASS}
    />
  );
}

function Searching() {
  const [value, setValue] = useState('harbour');
  return (
    <SearchInput
      label="Search"
      value={value}
      onChange={setValue}
      onKey={() => undefined}
      className="bg-surface ring-1 ring-line ring-inset"
    />
  );
}

function Switch({ isDisabled = false }: { isDisabled?: boolean }) {
  const [isOn, setIsOn] = useState(true);
  const label = isDisabled ? 'Cannot be changed here' : 'Play a sound';
  return (
    <SwitchField
      label={label}
      hint="Short and quiet."
      isOn={isOn}
      isDisabled={isDisabled}
      onChange={setIsOn}
    />
  );
}

const WIDTHS = { narrow: 'Narrow', wide: 'Wide' };
const WIDTH_NAMES = ['narrow', 'wide'] as const;

function Choosing() {
  const [value, setValue] = useState<(typeof WIDTH_NAMES)[number]>('narrow');
  return (
    <div className="w-full">
      <SegmentedChoice
        label="Width"
        showLabel
        name="g-width"
        options={WIDTH_NAMES}
        names={WIDTHS}
        value={value}
        onChoose={setValue}
      />
    </div>
  );
}

/** Two panes; the line between them sets a CSS variable of their host. */
function Separated() {
  const host = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  return (
    <div ref={host} className="flex h-24 w-full [--g-pane:8rem]">
      <div ref={pane} id="g-pane" className="w-(--g-pane) shrink-0 bg-sunken" />
      <PaneSeparator
        label="Width of the left pane"
        controls="g-pane"
        pane="before"
        host={host}
        variable="--g-pane"
        measure={() => pane.current && { now: pane.current.offsetWidth, min: 64, max: 192 }}
        onSettle={() => undefined}
      />
      <div className="flex-1 bg-hover" />
    </div>
  );
}

export const forms: Family = {
  title: 'Forms',
  specimens: [
    {
      name: 'text field: empty, with a note and a hint',
      show: <TextField id="g-name" label="Full name" note="optional" hint="As others see it." />,
    },
    { name: 'search', show: <Searching /> },
    {
      name: 'text field: refused',
      show: <TextField id="g-mail" label="E-mail" defaultValue="mara" error="is not an address" />,
    },
    {
      name: 'text field: read only',
      show: <TextField id="g-fixed" label="E-mail" value="mara@example.org" readOnly />,
    },
    {
      name: 'text area field',
      show: <TextAreaField id="g-bio" label="About you" rows={3} hint="40 characters left" />,
    },
    {
      name: 'password field: resting, refused',
      show: (
        <>
          <PasswordField id="g-password" label="Password" hint="At least 8 characters." />
          <PasswordField id="g-repeat" label="New password" error="is too short" />
        </>
      ),
    },
    { name: 'area that grows with its text', show: <Growing /> },
    {
      name: 'switch: on, disabled',
      show: (
        <>
          <Switch />
          <Switch isDisabled />
        </>
      ),
    },
    {
      name: 'keys',
      show: (
        <>
          <Key>Ctrl</Key>
          <Key>K</Key>
        </>
      ),
    },
    { name: 'segmented choice', show: <Choosing /> },
    { name: 'pane separator', show: <Separated /> },
    {
      name: 'slider',
      show: <Slider aria-label="Zoom" min={1} max={5} step="any" defaultValue={2} />,
    },
  ],
};
