import { expect, test } from 'vitest';
import { allEnglish } from '@/components/i18n/all-english';
import { ar } from '@/components/i18n/ar';
import { de } from '@/components/i18n/de';
import { findSettings, listSettings } from '@/components/settings/find-settings';
import {
  SETTINGS_CATEGORIES,
  settingsCategoryIn,
  settingsUrl,
} from '@/components/settings/settings-categories';
import { SETTINGS_SECTIONS } from '@/components/settings/settings-table';

const everything = listSettings({ providerOnly: false, hasPasskeys: false, mayInvite: true });
const find = (query: string, words = allEnglish) =>
  findSettings(everything, query, words).map(({ id }) => id);

test.each([
  ['passw', 'password'],
  ['CODES recov', 'recovery-codes'],
  ['dark', 'appearance'],
  ['language', 'appearance'],
  ['enter', 'writing'],
  ['export', 'data'],
  ['sound', 'notifications'],
])('%j finds the section', (query, id) => {
  expect(find(query)).toContain(id);
});

test('a section is found in the reader’s language, accents or not', () => {
  expect(find('gerat', de)).toContain('devices');
  expect(find('Geräte', de)).toContain('devices');
  expect(find('المحظورون', ar)).toContain('blocked');
});

test('every typed word counts, and nothing typed finds nothing', () => {
  expect(find('dark zebra')).toEqual([]);
  expect(find('  ')).toEqual([]);
  expect(find('assword')).toEqual([]);
});

test('what has the words in its title comes first', () => {
  expect(find('delete')[0]).toBe('delete-account');
  expect(find('password')[0]).toBe('password');
});

test('who has no password, or may not invite, has no such section to find', () => {
  const ids = listSettings({ providerOnly: true, hasPasskeys: false, mayInvite: false }).map(
    ({ id }) => id,
  );
  expect(ids).not.toContain('password');
  expect(ids).not.toContain('recovery-codes');
  expect(ids).not.toContain('invitation');
  expect(ids).toContain('email');
});

test('every section has an id of its own, and every category something in it', () => {
  expect(new Set(SETTINGS_SECTIONS.map(({ id }) => id)).size).toBe(SETTINGS_SECTIONS.length);
  for (const category of SETTINGS_CATEGORIES) {
    expect(SETTINGS_SECTIONS.filter((section) => section.category === category)).not.toEqual([]);
    expect(settingsCategoryIn(settingsUrl(category))).toBe(category);
  }
  expect(settingsCategoryIn('/settings')).toBeNull();
  expect(settingsCategoryIn('/settings/nothing')).toBeNull();
});
