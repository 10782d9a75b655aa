'use client';

interface SegmentedChoiceProps<T extends string> {
  /** What is chosen; heard, and seen if `showLabel`. */
  label: string;
  showLabel?: boolean;
  /** Of the group of radio buttons. */
  name: string;
  options: readonly T[];
  names: Record<T, string>;
  value: T;
  onChoose: (value: T) => void;
}

/** One of a few, side by side. */
export function SegmentedChoice<T extends string>(props: SegmentedChoiceProps<T>) {
  const { label, showLabel = false, name, options, names, value, onChoose } = props;
  return (
    <fieldset>
      <legend className={showLabel ? 'pb-1.5 text-sm font-medium' : 'sr-only'}>{label}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-1 rounded-control bg-sunken p-1">
        {options.map((option) => (
          <label
            key={option}
            className="flex min-h-11 min-w-0 items-center justify-center rounded-lg px-2 text-center text-sm font-medium wrap-anywhere text-muted transition-colors hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChoose(option)}
              className="sr-only"
            />
            <span>{names[option]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
