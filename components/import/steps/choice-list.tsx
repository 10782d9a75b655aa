'use client';

import { useId } from 'react';

interface Choice {
  key: string;
  name: string;
  note?: string;
}

interface ChoiceListProps {
  /** What is chosen; heard, and seen unless `hideLabel`. */
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice[];
  /** Several can be chosen. */
  isMultiple?: boolean;
  chosen: readonly string[];
  onChoose: (chosen: string[]) => void;
  error?: string | null;
}

/** Choices below one another, each a row that can be pressed. */
export function ChoiceList(props: ChoiceListProps) {
  const { label, hideLabel = false, choices, isMultiple = false, chosen, onChoose, error } = props;
  const id = useId();
  const choose = (key: string, isChosen: boolean) => {
    if (!isMultiple) onChoose([key]);
    else onChoose(isChosen ? [...chosen, key] : chosen.filter((other) => other !== key));
  };
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className={hideLabel ? 'sr-only' : 'pb-1.5 text-sm font-medium'}>{label}</legend>
      <div className="flex flex-col gap-1">
        {choices.map(({ key, name, note }) => (
          <label
            key={key}
            className="flex min-h-11 items-center gap-3 rounded-control px-3 py-2 ring-1 ring-line ring-inset hover:bg-hover has-checked:bg-accent-soft has-checked:ring-accent"
          >
            <input
              type={isMultiple ? 'checkbox' : 'radio'}
              name={id}
              checked={chosen.includes(key)}
              onChange={(event) => choose(key, event.target.checked)}
              className="size-4 shrink-0 accent-accent-solid"
            />
            {/* As wide as the name, so that one in another direction still begins where the others do. */}
            <span className="min-w-0 flex-1 wrap-anywhere">
              <bdi>{name}</bdi>
            </span>
            {note && <span className="text-meta text-muted">{note}</span>}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="pt-1.5 text-danger text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
