import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedKeys, PersistentMap } from '@/lib/client/store/persistent-map';

const stepArbitrary = fc.record({
  key: fc.string({ maxLength: 2 }),
  value: fc.option(fc.nat(3), { nil: null }),
});

it('a map of shards holds what a plain map would, and knows what sets two of them apart', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary), fc.array(stepArbitrary), (first, second) => {
      let map = new PersistentMap<string, number>();
      const plain = new Map<string, number>();
      const apply = (steps: typeof first) => {
        for (const { key, value } of steps) {
          map = value === null ? map.without(key) : map.with(key, value);
          if (value === null) plain.delete(key);
          else plain.set(key, value);
        }
      };
      apply(first);
      const before = map;
      const plainBefore = new Map(plain);
      apply(second);
      expect(new Map(map)).toEqual(plain);
      expect(map.size).toBe(plain.size);
      expect(new Map(before)).toEqual(plainBefore);
      const keys = new Set([...plain.keys(), ...plainBefore.keys()]);
      const changed = [...keys].filter((key) => plain.get(key) !== plainBefore.get(key));
      expect(new Set(changedKeys(before, map))).toEqual(new Set(changed));
      expect(map.with('a', map.get('a') ?? 0) === map).toBe(map.has('a'));
    }),
  );
});
