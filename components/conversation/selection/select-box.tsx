'use client';

import {
  messageNameId,
  messageNameIds,
} from '@/components/conversation/message-parts/message-name';
import type { SelectBoxProps } from '@/components/conversation/selection/selection';
import { useAllMessages } from '@/components/i18n/use-all-messages';

/** Stands at the start of each message while several are being selected. */
export function SelectBox({ selection, items }: SelectBoxProps) {
  const words = useAllMessages();
  const key = items[0]?.key ?? '';
  const seqs = items.flatMap(({ seq }) => seq ?? []);
  const id = messageNameId('select', key);
  return (
    <label
      data-select
      className="absolute inset-s-0 top-1/2 z-10 flex size-11 -translate-y-1/2 items-center justify-center"
    >
      <span id={id} className="sr-only">
        {words.actions.select}
      </span>
      <input
        type="checkbox"
        aria-labelledby={`${id} ${messageNameIds(key)}`}
        checked={seqs.every((seq) => selection.seqs.has(seq))}
        onChange={() => selection.toggle(seqs)}
        className="size-5 accent-accent-solid"
      />
    </label>
  );
}
