import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/bson/values';
import { compileExpression, evaluateVariables } from '../../src/language/expression';

// A literal `then` looks like a promise to the linter.
const THEN = 'then';
const int = (value: number) => new Int32(value);
const long = (value: number) => Long.fromNumber(value);
const double = (value: number) => new Double(value);
const decimal = (value: string) => Decimal128.fromString(value);
const date = (text: string) => new Date(text);

const doc: Document = {
  n: int(5),
  text: 'Hello',
  none: null,
  list: [int(3), int(1), int(2)],
  docs: [{ k: 'a', v: int(1) }, { k: 'b', v: int(2) }, 7],
  sub: { x: int(1), y: { z: 'deep' } },
  at: date('2024-02-29T23:30:15.123Z'),
};

const evaluate = (spec: unknown) => compileExpression(spec)(doc);
type Table = [spec: unknown, wanted: unknown][];

function table(title: string, cases: Table): void {
  describe(title, () => {
    it.each(cases)('%j', (spec, wanted) => {
      expect(evaluate(spec)).toEqual(wanted);
    });
  });
}

table('paths and literals', [
  ['$n', int(5)],
  ['$sub.y.z', 'deep'],
  ['$docs.k', ['a', 'b']],
  ['$n.x', undefined],
  ['$$ROOT.n', int(5)],
  ['$$CURRENT.sub.x', int(1)],
  ['$$REMOVE', undefined],
  [{ $literal: '$n' }, '$n'],
  [
    { a: '$n', b: { c: '$missing' } },
    { a: int(5), b: {} },
  ],
  [
    ['$n', '$missing'],
    [int(5), null],
  ],
  [{}, {}],
]);

table('arithmetic keeps number types', [
  [{ $add: [int(1), int(2)] }, int(3)],
  [{ $add: [int(2147483647), int(1)] }, long(2147483648)],
  [{ $add: [int(1), double(0.5)] }, double(1.5)],
  [{ $add: [int(1), decimal('0.5')] }, decimal('1.5')],
  [{ $add: [Long.MAX_VALUE, int(1)] }, double(2 ** 63)],
  [{ $add: ['$at', int(1000)] }, date('2024-02-29T23:30:16.123Z')],
  [{ $add: [int(1), null] }, null],
  [{ $add: [] }, int(0)],
  [{ $subtract: ['$at', date('2024-02-29T23:30:15.000Z')] }, long(123)],
  [{ $subtract: [int(5), long(2)] }, long(3)],
  [{ $multiply: [int(3), double(1.5)] }, double(4.5)],
  [{ $divide: [int(7), int(2)] }, double(3.5)],
  [{ $divide: [decimal('1'), int(4)] }, decimal('0.25')],
  [{ $divide: [decimal('1'), int(3)] }, decimal('0.3333333333333333333333333333333333')],
  [{ $divide: [decimal('2'), int(3)] }, decimal('0.6666666666666666666666666666666667')],
  [{ $mod: [int(-7), int(3)] }, int(-1)],
  [{ $mod: [double(5.5), int(2)] }, double(1.5)],
  [{ $mod: [decimal('5.5'), int(2)] }, decimal('1.5')],
  [{ $abs: int(-4) }, int(4)],
  [{ $ceil: double(1.2) }, double(2)],
  [{ $floor: double(-1.2) }, double(-2)],
  [{ $trunc: [double(-1.29), int(1)] }, double(-1.2)],
  [{ $round: double(2.5) }, double(2)],
  [{ $round: double(3.5) }, double(4)],
  [{ $round: [int(1250), int(-2)] }, int(1200)],
  [{ $round: [double(1.005), int(2)] }, double(1)],
  [{ $round: [decimal('2.345'), int(2)] }, decimal('2.34')],
  [{ $sqrt: int(16) }, double(4)],
  [{ $pow: [int(2), int(10)] }, int(1024)],
  [{ $pow: [int(2), int(40)] }, long(2 ** 40)],
  [{ $pow: [int(2), int(-1)] }, double(0.5)],
  [{ $pow: [int(-1), int(-3)] }, int(-1)],
  [{ $log10: int(1000) }, double(3)],
  [{ $log: [int(8), int(2)] }, double(3)],
  [{ $exp: int(0) }, double(1)],
  [{ $bitAnd: [int(6), int(3)] }, int(2)],
  [{ $bitXor: [int(6), long(3)] }, long(5)],
  [{ $bitNot: int(0) }, int(-1)],
  [{ $sin: int(0) }, double(0)],
]);

table('comparison and conditions', [
  [{ $eq: [int(1), double(1)] }, true],
  [{ $eq: ['$missing', null] }, false],
  [{ $gt: [null, '$missing'] }, true],
  [{ $lt: [int(5), 'a'] }, true],
  [{ $cmp: [int(1), int(2)] }, int(-1)],
  [{ $and: [true, int(1), 'x'] }, true],
  [{ $and: [] }, true],
  [{ $or: [null, int(0), false, '$missing'] }, false],
  [{ $not: [int(0)] }, true],
  [{ $cond: [{ $gt: ['$n', int(3)] }, 'big', 'small'] }, 'big'],
  [{ $cond: { if: false, [THEN]: 1, else: '$text' } }, 'Hello'],
  [{ $ifNull: ['$missing', '$none', 'x'] }, 'x'],
  [
    {
      $switch: {
        branches: [
          { case: { $eq: ['$n', int(4)] }, [THEN]: 'four' },
          { case: true, [THEN]: 'other' },
        ],
      },
    },
    'other',
  ],
  [{ $switch: { branches: [{ case: false, [THEN]: 1 }], default: 'd' } }, 'd'],
]);

table('strings', [
  [{ $concat: ['$text', ' ', 'World'] }, 'Hello World'],
  [{ $concat: ['$text', null] }, null],
  [{ $toUpper: 'aé' }, 'Aé'],
  [{ $toLower: 'AÉ' }, 'aÉ'],
  [{ $toUpper: null }, ''],
  [{ $substr: ['Hello', int(1), int(3)] }, 'ell'],
  [{ $substrBytes: ['Hello', int(1), int(-1)] }, 'ello'],
  [{ $substrCP: ['a\u{1f600}b', int(1), int(1)] }, '\u{1f600}'],
  [{ $strLenBytes: 'é' }, int(2)],
  [{ $strLenCP: '\u{1f600}' }, int(1)],
  [{ $strcasecmp: ['abc', 'ABD'] }, int(-1)],
  [{ $indexOfCP: ['éab', 'a'] }, int(1)],
  [{ $indexOfBytes: ['éab', 'a'] }, int(2)],
  [{ $indexOfCP: ['abab', 'a', int(1)] }, int(2)],
  [{ $indexOfCP: ['abc', 'x'] }, int(-1)],
  [{ $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
  [{ $trim: { input: '  a \n' } }, 'a'],
  [{ $ltrim: { input: 'xxaxx', chars: 'x' } }, 'axx'],
  [{ $rtrim: { input: 'xxaxx', chars: 'x' } }, 'xxa'],
  [{ $replaceOne: { input: 'aXbX', find: 'X', replacement: { $literal: '$&' } } }, 'a$&bX'],
  [{ $replaceAll: { input: 'aXbX', find: 'X', replacement: '-' } }, 'a-b-'],
  [{ $regexMatch: { input: '$text', regex: 'ell' } }, true],
  [{ $regexMatch: { input: '$missing', regex: 'ell' } }, false],
  [
    { $regexFind: { input: '\u{1f600}xab', regex: new BSONRegExp('(X)(y)?', 'i') } },
    { match: 'x', idx: int(1), captures: ['x', null] },
  ],
  [
    { $regexFindAll: { input: 'a1b2', regex: '\\d' } },
    [
      { match: '1', idx: int(1), captures: [] },
      { match: '2', idx: int(3), captures: [] },
    ],
  ],
]);

table('arrays, sets and objects', [
  [{ $arrayElemAt: ['$list', int(0)] }, int(3)],
  [{ $arrayElemAt: ['$list', int(-1)] }, int(2)],
  [{ $arrayElemAt: ['$list', int(9)] }, undefined],
  [{ $first: '$list' }, int(3)],
  [{ $last: '$list' }, int(2)],
  [{ $size: '$list' }, int(3)],
  [{ $slice: ['$list', int(2)] }, [int(3), int(1)]],
  [{ $slice: ['$list', int(-2), int(1)] }, [int(1)]],
  [{ $concatArrays: ['$list', ['x']] }, [int(3), int(1), int(2), 'x']],
  [{ $in: [int(1), '$list'] }, true],
  [{ $indexOfArray: ['$list', int(2)] }, int(2)],
  [{ $isArray: ['$list'] }, true],
  [{ $range: [int(0), int(5), int(2)] }, [int(0), int(2), int(4)]],
  [{ $reverseArray: '$list' }, [int(2), int(1), int(3)]],
  [{ $sortArray: { input: '$list', sortBy: int(1) } }, [int(1), int(2), int(3)]],
  [
    { $sortArray: { input: [{ a: int(1) }, { a: int(2) }], sortBy: { a: int(-1) } } },
    [{ a: int(2) }, { a: int(1) }],
  ],
  [{ $map: { input: '$list', as: 'x', in: { $add: ['$$x', '$n'] } } }, [int(8), int(6), int(7)]],
  [{ $filter: { input: '$list', cond: { $gt: ['$$this', int(1)] } } }, [int(3), int(2)]],
  [{ $filter: { input: '$list', cond: true, limit: int(1) } }, [int(3)]],
  [
    { $reduce: { input: '$list', initialValue: int(0), in: { $add: ['$$value', '$$this'] } } },
    int(6),
  ],
  [{ $map: { input: null, in: 1 } }, null],
  [{ $zip: { inputs: [['a', 'b'], [1]] } }, [['a', 1]]],
  [
    { $zip: { inputs: [['a', 'b'], [1]], useLongestLength: true } },
    [
      ['a', 1],
      ['b', null],
    ],
  ],
  [
    {
      $arrayToObject: [
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    },
    { a: 1, b: 2 },
  ],
  [{ $arrayToObject: [[{ k: 'a', v: 1 }]] }, { a: 1 }],
  [
    { $objectToArray: '$sub' },
    [
      { k: 'x', v: int(1) },
      { k: 'y', v: { z: 'deep' } },
    ],
  ],
  [{ $mergeObjects: ['$sub', { x: 9 }, null] }, { x: 9, y: { z: 'deep' } }],
  [{ $setUnion: [['a'], ['b', 'a']] }, ['a', 'b']],
  [{ $setIntersection: [['a', 'b'], ['b']] }, ['b']],
  [{ $setDifference: [['a', 'b'], ['b']] }, ['a']],
  [
    {
      $setEquals: [
        ['a', 'b'],
        ['b', 'a', 'a'],
      ],
    },
    true,
  ],
  [{ $setIsSubset: [['a'], ['b', 'a']] }, true],
  [{ $allElementsTrue: [[true, int(1)]] }, true],
  [{ $anyElementTrue: [[false, int(0)]] }, false],
  [{ $sum: '$list' }, int(6)],
  [{ $sum: ['$n', double(0.5), 'x'] }, double(5.5)],
  [{ $avg: '$list' }, double(2)],
  [{ $min: '$list' }, int(1)],
  [{ $max: ['$n', int(9)] }, int(9)],
  [{ $stdDevPop: [int(1), int(3)] }, double(1)],
  [{ $firstN: { input: '$list', n: int(2) } }, [int(3), int(1)]],
  [{ $maxN: { input: '$list', n: int(2) } }, [int(3), int(2)]],
  [{ $getField: 'text' }, 'Hello'],
  [{ $getField: { field: 'x', input: '$sub' } }, int(1)],
  [{ $setField: { field: 'a.b', input: {}, value: 1 } }, { 'a.b': 1 }],
  [{ $unsetField: { field: 'y', input: '$sub' } }, { x: int(1) }],
  [{ $let: { vars: { a: '$n', b: int(2) }, in: { $multiply: ['$$a', '$$b'] } } }, int(10)],
]);

table('dates', [
  [{ $year: '$at' }, int(2024)],
  [{ $month: { date: '$at', timezone: '+01:00' } }, int(3)],
  [{ $dayOfMonth: { date: '$at', timezone: 'Europe/Berlin' } }, int(1)],
  [{ $dayOfWeek: '$at' }, int(5)],
  [{ $dayOfYear: '$at' }, int(60)],
  [{ $week: date('2024-01-07T00:00:00Z') }, int(1)],
  [{ $isoWeek: date('2021-01-03T00:00:00Z') }, int(53)],
  [{ $isoWeekYear: date('2021-01-03T00:00:00Z') }, long(2020)],
  [{ $isoDayOfWeek: date('2021-01-03T00:00:00Z') }, int(7)],
  [{ $hour: { date: '$at', timezone: 'America/New_York' } }, int(18)],
  [{ $millisecond: '$at' }, int(123)],
  [{ $dateToString: { date: '$at' } }, '2024-02-29T23:30:15.123Z'],
  [
    { $dateToString: { date: '$at', format: '%Y/%m/%d %H:%M:%S.%L %j %z %%', timezone: '-0330' } },
    '2024/02/29 20:00:15.123 060 -0330 %',
  ],
  [{ $dateToString: { date: null, onNull: 'never' } }, 'never'],
  [{ $dateFromString: { dateString: '2024-02-29' } }, date('2024-02-29T00:00:00Z')],
  [
    { $dateFromString: { dateString: '2024-02-29T10:00:00', timezone: 'Europe/Berlin' } },
    date('2024-02-29T09:00:00Z'),
  ],
  [
    { $dateFromParts: { isoWeekYear: int(2020), isoWeek: int(53), isoDayOfWeek: int(7) } },
    date('2021-01-03T00:00:00Z'),
  ],
  [{ $dateFromParts: { year: int(2017), second: int(71841012) } }, date('2019-04-12T11:50:12Z')],
  [{ $dateFromParts: { year: int(1) } }, date('0001-01-01T00:00:00Z')],
  [{ $dateFromParts: { year: int(2017), month: int(-1) } }, date('2016-11-01T00:00:00Z')],
  [{ $dateFromParts: { year: int(2017), timezone: '$missing' } }, null],
  [
    { $dateFromParts: { year: int(2024), month: int(14), day: int(0) } },
    date('2025-01-31T00:00:00Z'),
  ],
  [
    { $dateToParts: { date: date('2024-01-02T03:04:05.006Z') } },
    {
      year: int(2024),
      month: int(1),
      day: int(2),
      hour: int(3),
      minute: int(4),
      second: int(5),
      millisecond: int(6),
    },
  ],
  [
    { $dateAdd: { startDate: date('2024-01-31T00:00:00Z'), unit: 'month', amount: int(1) } },
    date('2024-02-29T00:00:00Z'),
  ],
  [
    {
      $dateAdd: {
        startDate: date('2024-03-30T12:00:00Z'),
        unit: 'day',
        amount: int(1),
        timezone: 'Europe/Berlin',
      },
    },
    date('2024-03-31T11:00:00Z'),
  ],
  [
    { $dateAdd: { startDate: date('2024-12-15T00:00:00Z'), unit: 'quarter', amount: int(-4) } },
    date('2023-12-15T00:00:00Z'),
  ],
  [
    { $dateSubtract: { startDate: date('2024-03-01T00:00:00Z'), unit: 'hour', amount: int(1) } },
    date('2024-02-29T23:00:00Z'),
  ],
  [
    {
      $dateDiff: {
        startDate: date('2023-12-31T23:59:59Z'),
        endDate: date('2024-01-01T00:00:00Z'),
        unit: 'year',
      },
    },
    long(1),
  ],
  [
    {
      $dateDiff: {
        startDate: date('2024-01-06T00:00:00Z'),
        endDate: date('2024-01-07T00:00:00Z'),
        unit: 'week',
      },
    },
    long(1),
  ],
  [
    {
      $dateDiff: {
        startDate: date('2024-01-06T00:00:00Z'),
        endDate: date('2024-01-07T00:00:00Z'),
        unit: 'week',
        startOfWeek: 'mon',
      },
    },
    long(0),
  ],
  [
    {
      $dateTrunc: {
        date: date('2021-12-01T18:23:36Z'),
        unit: 'hour',
        binSize: int(4),
        timezone: 'America/New_York',
        startOfWeek: 'IGNORED',
      },
    },
    date('2021-12-01T17:00:00Z'),
  ],
  [
    {
      $dateTrunc: {
        date: date('2000-01-30T18:00:00Z'),
        unit: 'week',
        binSize: int(2),
        timezone: 'America/New_York',
        startOfWeek: 'mon',
      },
    },
    date('2000-01-17T05:00:00Z'),
  ],
  [{ $dateTrunc: { date: '$missing', unit: 'H', binSize: 'x' } }, null],
  [{ $dateTrunc: { date: '$at', unit: 'week', startOfWeek: null } }, null],
  [
    {
      $dateDiff: {
        startDate: date('2021-01-17T05:00:00Z'),
        endDate: date('2021-01-17T04:59:00Z'),
        unit: 'week',
        timezone: 'America/New_York',
      },
    },
    long(-1),
  ],
  [
    {
      $dateDiff: {
        startDate: date('2020-11-01T18:23:36Z'),
        endDate: date('2020-11-02T00:00:00Z'),
        unit: 'hour',
        timezone: 'America/New_York',
        startOfWeek: int(1),
      },
    },
    long(6),
  ],
  [{ $dateTrunc: { date: '$at', unit: 'month' } }, date('2024-02-01T00:00:00Z')],
  [
    { $dateTrunc: { date: '$at', unit: 'week', startOfWeek: 'monday' } },
    date('2024-02-26T00:00:00Z'),
  ],
  [{ $dateTrunc: { date: '$at', unit: 'minute', binSize: int(15) } }, date('2024-02-29T23:30:00Z')],
  [
    { $dateTrunc: { date: '$at', unit: 'day', timezone: 'Europe/Berlin' } },
    date('2024-02-29T23:00:00Z'),
  ],
]);

table('types and conversions', [
  [{ $type: '$missing' }, 'missing'],
  [{ $type: '$n' }, 'int'],
  [{ $type: long(1) }, 'long'],
  [{ $isNumber: decimal('1') }, true],
  [{ $toInt: double(1.9) }, int(1)],
  [{ $toInt: '-5' }, int(-5)],
  [{ $toLong: '$at' }, long(1709249415123)],
  [{ $toDouble: '1.5' }, double(1.5)],
  [{ $toDecimal: '1.50' }, decimal('1.50')],
  [{ $toDecimal: int(3) }, decimal('3')],
  [{ $toBool: 'false' }, true],
  [{ $toBool: int(0) }, false],
  [{ $toString: double(1.5) }, '1.5'],
  [{ $toString: '$at' }, '2024-02-29T23:30:15.123Z'],
  [{ $toDate: long(0) }, date('1970-01-01T00:00:00Z')],
  [{ $toDate: '2024-02-29T00:00:00+02:00' }, date('2024-02-28T22:00:00Z')],
  [
    { $toObjectId: '507f1f77bcf86cd799439011' },
    ObjectId.createFromHexString('507f1f77bcf86cd799439011'),
  ],
  [
    { $toDate: ObjectId.createFromHexString('507f1f770000000000000000') },
    date('2012-10-17T21:13:27Z'),
  ],
  [{ $convert: { input: 'x', to: 'int', onError: 'bad' } }, 'bad'],
  [{ $convert: { input: null, to: 'int', onNull: 'none' } }, 'none'],
  [{ $convert: { input: int(1), to: 'object', onError: 'bad' } }, 'bad'],
  [{ $convert: { input: int(1), to: 'date', onError: '$$REMOVE' } }, undefined],
  [{ $convert: { input: null, to: null, onNull: 'none' } }, 'none'],
  [{ $convert: { input: '7', to: int(16) } }, int(7)],
  [{ $toInt: null }, null],
  [{ $binarySize: new Binary(Buffer.from('abc')) }, int(3)],
  [{ $bsonSize: {} }, int(5)],
]);

describe('an expression mongod would not take', () => {
  it.each<[unknown, number]>([
    [{ $foo: 1 }, 168],
    [{ $add: 1, $subtract: 2 }, 15983],
    [{ $subtract: [1] }, 16020],
    [{ $slice: [1] }, 28667],
    ['$', 16872],
    ['$a..b', 15998],
    ['$a.', 40353],
    ['$$nobody', 17276],
    [{ 'a.b': 1 }, 16412],
    [{ $add: ['x', 1] }, 14],
    [{ $add: ['$at', '$at'] }, 16612],
    [{ $subtract: ['x', 1] }, 14],
    [{ $divide: [1, 0] }, 2],
    [{ $mod: [1, 0] }, 16610],
    [{ $abs: 'x' }, 28765],
    [{ $concat: ['a', 1] }, 16702],
    [{ $toUpper: [['x']] }, 16007],
    [{ $strLenCP: 1 }, 34471],
    [{ $split: ['a', ''] }, 40087],
    [{ $size: 'x' }, 17124],
    [{ $in: [1, 'x'] }, 40081],
    [{ $arrayElemAt: ['x', 0] }, 28689],
    [{ $map: { input: 'x', in: 1 } }, 16883],
    [{ $map: { input: [], foo: 1, in: 1 } }, 9],
    [{ $filter: { input: [] } }, 9],
    [{ $let: { vars: { Big: 1 }, in: 1 } }, 9],
    [{ $switch: { branches: [] } }, 40068],
    [{ $switch: { branches: [{ case: false, [THEN]: 1 }] } }, 40066],
    [{ $cond: { if: 1, [THEN]: 2 } }, 17082],
    [{ $mergeObjects: ['x'] }, 40400],
    [{ $toInt: 'x' }, 241],
    [{ $toInt: double(1e10) }, 241],
    [{ $toObjectId: 'x' }, 241],
    [{ $convert: { input: 1, to: 'nothing' } }, 2],
    [{ $convert: { input: 1, to: 'regex' } }, 241],
    [{ $convert: { input: { $divide: [1, 0] }, to: 'int', onError: 0 } }, 2],
    [{ $year: 'x' }, 16006],
    [{ $dateFromParts: { month: 1 } }, 40516],
    [{ $dateFromParts: { year: 1, isoWeek: 1 } }, 40489],
    [{ $dateFromParts: { year: 10000 } }, 40523],
    [{ $dateFromParts: { year: false } }, 40515],
    [{ $dateToString: { date: '$at', format: '%q' } }, 18536],
    [{ $dateToString: { date: '$at', timezone: 'Mars/Base' } }, 40485],
    [{ $dateAdd: { startDate: '$at', unit: 'eon', amount: 1 } }, 5439014],
    [
      { $dateDiff: { startDate: '$at', endDate: '$at', unit: 'week', startOfWeek: 'FRIDIE' } },
      5439016,
    ],
    [{ $dateDiff: { startDate: 1, endDate: '$at', unit: 'day' } }, 5166307],
    [{ $dateTrunc: { date: '$at', unit: 'day', binSize: 2.5 } }, 5439017],
    [{ $dateTrunc: { date: '$at', unit: 'day', binSize: 0 } }, 5439018],
    [{ $function: {} }, 238],
    [{ $meta: 'textScore' }, 238],
    [{ $sqrt: decimal('2') }, 238],
    [{ $toDate: 'yesterday' }, 238],
  ])('%j gets code %i', (spec, code) => {
    expect(() => evaluate(spec)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the variables of a command', () => {
  it('are constants', () => {
    expect(evaluateVariables({ a: { $add: [int(1), int(2)] }, b: { $literal: '$x' } })).toEqual({
      a: int(3),
      b: '$x',
    });
    expect(() => evaluateVariables({ a: '$x' })).toThrow(
      expect.objectContaining({ code: 4890500 }),
    );
  });
});
