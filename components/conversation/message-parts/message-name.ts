/** What a message is called by, in the order in which it is read: who, when, what, and what became of it. */
const PARTS = [
  'who',
  'when',
  'forwarded',
  'quote',
  'picture',
  'file',
  'text',
  'preview',
  'imported',
  'edited',
  'status',
  'reactions',
] as const;

/** The id of the element that shows one part of a message's name. */
export const messageNameId = (part: (typeof PARTS)[number] | 'select', key: string): string =>
  `${part}-${key}`;

/** The ids of all of them, for `aria-labelledby`; parts that a message does not have are passed over. */
export const messageNameIds = (key: string): string =>
  PARTS.map((part) => messageNameId(part, key)).join(' ');
