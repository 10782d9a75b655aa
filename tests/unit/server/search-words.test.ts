import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { findPhrases } from '@/lib/server/services/search/find-phrases';
import { parseSearch } from '@/lib/server/services/search/search-query';
import { foldText } from '@/lib/server/services/words/fold-text';
import { memberKey, searchTermsOf } from '@/lib/server/services/words/search-terms';

/** What is marked in a text, as pieces of it; null where the search does not find it. */
function marked(text: string, q: string): string[] | null {
  const ranges = findPhrases(text, parseSearch(q).phrases);
  return ranges?.map(([start, end]) => text.slice(start, end)) ?? null;
}

const me = new mongoose.Types.ObjectId();
const other = new mongoose.Types.ObjectId();
const message = (text: string) => ({
  senderId: me,
  receiverId: other,
  text,
  image: null,
  deletedAt: null,
});

describe('a search marks what it was asked for', () => {
  it.each([
    ['a word', 'Shall we meet?', 'meet', ['meet']],
    ['the beginning of a word', 'At the station tomorrow', 'stat', ['stat']],
    [
      'all words in any order',
      'tomorrow at the station',
      'station tomorrow',
      ['tomorrow', 'station'],
    ],
    ['a word each time it stands there', 'no, no and No', '"no"', ['no', 'no', 'No']],
    ['capitals', 'HELLO', 'hello', ['HELLO']],
    [
      'accents, written apart or not',
      'Cafe\u0301 or caf\u00e9',
      'cafe',
      ['Cafe\u0301', 'caf\u00e9'],
    ],
    ['German ß as ss', 'Die Straße', 'strasse', ['Straße']],
    ['German umlauts without dots', 'Grüße aus Köln', 'koln grusse', ['Grüße', 'Köln']],
    ['Turkish dotted İ', 'İstanbul', 'istanbul', ['İstanbul']],
    ['Turkish dotless ı', 'Işık', 'isik', ['Işık']],
    ['a Greek final sigma', 'ΟΔΟΣ και οδός', 'οδοσ', ['ΟΔΟΣ', 'οδός']],
    ['Arabic with vowel marks', 'مُحَمَّد', 'محمد', ['مُحَمَّد']],
    ['Arabic stretched by tatweel', 'ســـلام', 'سلام', ['ســـلام']],
    ['forms of alef', 'أحمد إلى آخر', 'احمد الي اخر', ['أحمد', 'إلى', 'آخر']],
    ['Hebrew with points', 'שָׁלוֹם', 'שלום', ['שָׁלוֹם']],
    ['a Hebrew abbreviation, whatever its quotes', 'צה״ל', 'צה"ל', ['צה״ל']],
    ['Cyrillic й apart from и', 'мой', 'мои', ['мой']],
    ['Chinese within a sentence', '我们去电影院看电影', '电影', ['电影', '电影']],
    ['one Chinese character', '我有一只猫', '猫', ['猫']],
    ['Japanese in another form of the verb', '昨日は食べられなかった', '食べ', ['食べ']],
    ['half-width kana', 'ｶﾞｽがある', 'ガス', ['ｶﾞｽ']],
    ['Korean inside a word', '우리 집에서 만나요', '만나', ['만나']],
    ['Korean in parts of syllables', '한국'.normalize('NFD'), '한국', ['한국'.normalize('NFD')]],
    ['Thai without spaces', 'เราไปกินข้าวกันไหม', 'กินข้าว', ['กินข้าว']],
    ['Thai typed in another order', 'ดื่มนํ้า', 'น้ำ', ['นํ้า']],
    ['an emoji, whatever its colour', 'great 👍🏽!', '👍', ['👍🏽']],
    ['a family by one of it', 'us: 👨\u200d👩\u200d👧', '👩', ['👩']],
    ['digits of another script', 'الساعة ٥٤', '54', ['٥٤']],
    ['scripts mixed', '我的iPhone坏了', 'iphone 坏', ['iPhone坏']],
    ['a word across a soft hyphen', 'Donau\u00addampf', 'donaudampf', ['Donau\u00addampf']],
    [
      'an address by its parts',
      'write to anna@example.org',
      'anna@example.org',
      ['anna@example.org'],
    ],
    [
      'what quotes hold, in one piece',
      'see you at the old bridge',
      '"the old bridge"',
      ['the old bridge'],
    ],
    ['quotes of other languages', 'am alten Markt', '„alten Markt“', ['alten Markt']],
  ])('%s', (_, text, q, pieces) => {
    expect(marked(text, q)).toEqual(pieces);
  });

  it.each([
    ['a word that is not there', 'see you tomorrow', 'today'],
    ['one of two words missing', 'see you tomorrow', 'you today'],
    ['the middle of a word', 'homework', 'work'],
    ['a phrase whose words stand apart', 'the very old bridge', '"the old bridge"'],
    ['a beginning in quotes', 'the old bridges', '"old bridge"'],
    ['one letter as the beginning of a word', 'apple', 'a'],
    ['Chinese characters in another order', '影电', '电影'],
    ['Chinese characters with a stop between', '今日。本当', '日本'],
    ['and no wildcard', 'anything', '.*'],
  ])('and does not find %s', (_, text, q) => {
    const { phrases } = parseSearch(q);
    expect(phrases.length === 0 ? null : marked(text, q)).toBeNull();
  });
});

it('each folded letter knows where it was', () => {
  const text = 'Straße ﷺ İ 👍🏽';
  const { text: folded, starts, ends } = foldText(text);
  expect(starts).toHaveLength(folded.length);
  expect(ends).toHaveLength(folded.length);
  const at = folded.indexOf('ss');
  expect(text.slice(starts[at], ends[at + 1])).toBe('ß');
  // One sign stands for four words.
  expect(marked(text, 'صلى الله')).toEqual(['ﷺ']);
});

describe('the filters of a search', () => {
  it('are taken out of the words', () => {
    const query = parseSearch(
      'lunch from:"Anna Berg" after:2026-01-31 BEFORE:2026-02-28 has:image',
    );
    expect(query).toMatchObject({
      from: 'Anna Berg',
      after: new Date('2026-01-31T00:00:00Z'),
      before: new Date('2026-02-28T00:00:00Z'),
      hasImage: true,
    });
    expect(query.phrases.map(({ tokens }) => tokens.map(({ text }) => text))).toEqual([['lunch']]);
  });

  it('take a moment with its zone', () => {
    expect(parseSearch('after:2026-01-31T08:00+02:00').after).toEqual(
      new Date('2026-01-31T06:00:00Z'),
    );
  });

  it.each(['before:2026-02-30', 'after:soon', 'has:fun', 'from:'])(
    'are words where they are none: %s',
    (q) => {
      const { phrases, ...filters } = parseSearch(q);
      expect(filters).toEqual({
        from: null,
        before: null,
        after: null,
        hasImage: false,
        hasFile: false,
        hasVoice: false,
      });
      expect(phrases).toHaveLength(1);
    },
  );
});

describe('the terms of a message', () => {
  it('are kept for each of its people, whom it is with besides', () => {
    const { terms = [] } = searchTermsOf(message('Hello hello WORLD'));
    const [mine, theirs] = [memberKey(me.toHexString()), memberKey(other.toHexString())];
    expect(terms.toSorted()).toEqual(
      [`${mine}@${theirs}`, `${mine}hello`, `${mine}world`]
        .concat(`${theirs}@${mine}`, `${theirs}hello`, `${theirs}world`)
        .toSorted(),
    );
  });

  it('are kept once for a note to oneself', () => {
    const { terms } = searchTermsOf({ ...message('milk'), receiverId: me });
    expect(terms).toHaveLength(2);
  });

  it('are none for a deleted one', () => {
    expect(searchTermsOf({ ...message('secret'), deletedAt: new Date() }).terms).toEqual([]);
  });

  it('have a bound, however long the text', () => {
    const text = Array.from({ length: 4_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    expect(searchTermsOf(message(text)).terms).toHaveLength(2 * 1_001);
  });

  it.each(['ก', '電', 'a', 'é', '👍', 'ａ'])('are made of the longest text of %s', (unit) => {
    // With a segmenter whose time grows with the square of the text this would not end in time.
    expect(searchTermsOf(message(unit.repeat(4_000))).terms?.length).toBeGreaterThan(2);
  });
});
