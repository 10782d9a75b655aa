'use client';

import { useId } from 'react';

interface SwitchFieldProps {
  label: string;
  hint?: string;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
}

/** The box itself, drawn as a knob on a track. */
const CONTROL_CLASS =
  'relative h-6 w-10 shrink-0 cursor-[inherit] appearance-none rounded-full bg-sunken outline-none ring-1 ring-inset ring-control transition-colors ' +
  'checked:bg-accent-solid checked:ring-accent-solid disabled:opacity-50 forced-colors:border ' +
  'after:absolute after:start-1 after:top-1 after:size-4 after:rounded-full after:bg-control after:transition-[translate] ' +
  'checked:after:translate-x-4 checked:after:bg-on-accent rtl:checked:after:-translate-x-4 forced-colors:after:bg-[CanvasText]';

/** Something that is on or off and takes effect at once. The whole row can be pressed. */
export function SwitchField({ label, hint, isOn, isDisabled = false, onChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <label
      className={`flex min-h-11 items-center justify-between gap-4 rounded-control has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${isDisabled ? '' : 'cursor-pointer'}`}
    >
      <span className="flex min-w-0 flex-col gap-0.5 [overflow-wrap:anywhere]">
        <span id={`${id}-label`} className={`font-medium ${isDisabled ? 'text-muted' : ''}`}>
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="text-muted">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-labelledby={`${id}-label`}
        aria-describedby={hint && `${id}-hint`}
        checked={isOn}
        aria-checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
        className={CONTROL_CLASS}
      />
    </label>
  );
}
