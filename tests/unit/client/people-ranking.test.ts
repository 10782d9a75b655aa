import { describe, expect, it } from 'vitest';
import { rankFound, suggestPeople } from '@/lib/client/selectors/people-ranking';
import type { LastMessageDto } from '@/lib/shared/dto';

const message = { seq: 1 } as LastMessageDto;
const person = (fullName: string, online = false, lastMessage: LastMessageDto | null = null) => ({
  fullName,
  online,
  lastMessage,
});
const names = (rows: readonly { fullName: string }[]) => rows.map((row) => row.fullName);

describe('what a search found', () => {
  it('keeps conversations first and as they came, whoever is online', () => {
    const found = [person('Marc', false, message), person('Ann Marsh', true, message)];
    expect(names(rankFound([...found, person('Mara', true)], 'mar'))).toEqual([
      'Marc',
      'Ann Marsh',
      'Mara',
    ]);
  });

  it('puts names that begin so before those with a later word that does', () => {
    const found = [person('Ann Mar', true), person('Márta'), person('Zoe Marten'), person('marc')];
    expect(names(rankFound(found, 'MAR'))).toEqual(['Márta', 'marc', 'Ann Mar', 'Zoe Marten']);
  });

  it('among equals puts who is online first, and the others as they came', () => {
    const found = [person('Ann A'), person('Ann B', true), person('Ann C'), person('Ann D', true)];
    expect(names(rankFound(found, 'ann'))).toEqual(['Ann B', 'Ann D', 'Ann A', 'Ann C']);
  });
});

it('suggested are the latest conversations, then who is online, then the others', () => {
  const listed = [
    person('Newest', false, message),
    person('Older', true, message),
    person('Ann'),
    person('Bob', true),
    person('Cleo'),
  ];
  expect(names(suggestPeople(listed, 4))).toEqual(['Newest', 'Older', 'Bob', 'Ann']);
});
