import { type Document, Double, deserialize, EJSON, Int32, Long, ObjectId, serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeDocument,
  decodeFields,
  encodeDocument,
  normalizeForInsert,
  splitArray,
} from '../../src/bson/raw-bson';
import { Framer, ProtocolError, readMessage } from '../../src/commands/wire';
import { anyDocument } from './bson-arbitrary';

const bytesOf = (document: Document) => Buffer.from(serialize(document));

describe('decoding', () => {
  test('any document keeps every type and byte through decode and encode', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const bytes = encodeDocument(document);
        expect(encodeDocument(decodeDocument(bytes)).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('numbers keep their types, references stay documents, __proto__ is a name', () => {
    const given = {
      i: new Int32(5),
      d: new Double(5),
      l: Long.fromNumber(5),
      r: { $ref: 'a', $id: 1 },
    };
    const bytes = bytesOf(given);
    const decoded = decodeDocument(bytes);
    expect(decoded.d).toBeInstanceOf(Double);
    expect(decoded.l).toBeInstanceOf(Long);
    expect(Object.keys(decoded.r as object)).toEqual(['$ref', '$id']);
    const odd = bytesOf(JSON.parse('{ "__proto__": { "polluted": 1 }, "a": 2 }'));
    const safe = decodeDocument(odd);
    expect(Reflect.get(safe, 'polluted')).toBeUndefined();
    expect(encodeDocument(safe).equals(odd)).toBe(true);
  });

  test('only the named fields are built', () => {
    const bytes = bytesOf({ a: 1, b: { c: [1, 2] }, d: 'x', e: new ObjectId() });
    expect(EJSON.serialize(decodeFields(bytes, new Set(['b', 'd'])))).toEqual({
      b: { c: [1, 2] },
      d: 'x',
    });
    expect(decodeFields(bytes, new Set(['nothing']))).toEqual({});
  });

  test('damaged bytes are an error, never a crash or a wrong document', () => {
    const good = bytesOf({ a: 1, b: 'text', c: [1, { d: new Date(0) }] });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
        const bad = Buffer.from(good);
        bad[at] = value;
        try {
          decodeDocument(bad);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.any(Number) });
        }
      }),
    );
  });
});

describe('preparing for storage', () => {
  test('_id moves to the front and is made when absent', () => {
    const moved = normalizeForInsert(bytesOf({ a: 1, _id: 7, b: 2 }));
    expect(Object.keys(deserialize(moved))).toEqual(['_id', 'a', 'b']);
    const made = deserialize(normalizeForInsert(bytesOf({ a: 1 })));
    expect(Object.keys(made)).toEqual(['_id', 'a']);
    expect(made._id).toBeInstanceOf(ObjectId);
    const first = bytesOf({ _id: 1 });
    expect(normalizeForInsert(first)).toBe(first);
  });

  test('what is nested too deeply is not stored', () => {
    const nested = (depth: number) => {
      let value: Document = {};
      for (let i = 1; i < depth; i++) value = { a: value };
      return bytesOf(value);
    };
    expect(normalizeForInsert(nested(180)).length).toBeGreaterThan(180);
    expect(() => normalizeForInsert(nested(181))).toThrow(expect.objectContaining({ code: 15 }));
    expect(() => decodeDocument(nested(201))).toThrow(expect.objectContaining({ code: 15 }));
  });

  test('an array is cut into its documents', () => {
    const array = bytesOf({ 0: { a: 1 }, 1: { b: 2 } });
    expect(splitArray(array).map((part) => deserialize(part))).toEqual([{ a: 1 }, { b: 2 }]);
  });
});

describe('framing', () => {
  const body = bytesOf({ ping: 1, $db: 'admin' });
  const message = Buffer.concat([Buffer.alloc(20), Buffer.from([0]), body]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(2013, 12);

  test('messages come out whole however the bytes arrive', () => {
    const stream = Buffer.concat([message, message, message]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const framer = new Framer();
        let at = 0;
        let count = 0;
        for (let i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          count += framer.push(stream.subarray(at, at + size)).length;
          at += size;
        }
        expect(count).toBe(3);
      }),
    );
  });

  test('a sequence of documents is kept as bytes', () => {
    const row = bytesOf({ _id: 1 });
    const section = Buffer.concat([Buffer.from('\0\0\0\0documents\0'), row, row]);
    section.writeInt32LE(section.length, 0);
    const both = Buffer.concat([message, Buffer.from([1]), section]);
    both.writeInt32LE(both.length, 0);
    expect(readMessage(both).documents).toEqual([row, row]);
  });

  test('a length no message can have is refused', () => {
    const bad = Buffer.from(message);
    bad.writeInt32LE(48_000_001, 0);
    expect(() => new Framer().push(bad)).toThrow(ProtocolError);
  });
});
