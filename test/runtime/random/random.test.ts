import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../shared/runtime/index.ts';
import { ChaCha, makeBlock } from '../../../shared/runtime/random/chacha.ts';
import { play } from '../play.ts';

const seed = fc.string();

test('V12.1 the same seed and stream always give the same numbers', () => {
  const random = new Random('42', 'game');
  expect(Array.from({ length: 5 }, () => random.int(1, 1000))).toEqual([387, 602, 358, 684, 556]);
  fc.assert(
    fc.property(seed, fc.string(), (number, stream) => {
      const [a, b] = [new Random(number, stream), new Random(number, stream)];
      for (let draw = 0; draw < 10; draw++) expect(a.float()).toBe(b.float());
    }),
  );
});

test('V12.2 another seed or another stream gives others', () => {
  const draw = (number: string, stream: string): number[] => {
    const random = new Random(number, stream);
    return Array.from({ length: 4 }, () => random.int(0, 2 ** 32 - 1));
  };
  fc.assert(
    fc.property(seed, (number) => {
      expect(draw(number, 'game')).not.toEqual(draw(`${number}1`, 'game'));
      expect(draw(number, 'game')).not.toEqual(draw(number, 'bot 0'));
    }),
  );
});

test('V12.3 int gives whole numbers from min to max, both included', () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: -1000, max: 1000 }), fc.nat(2000), (number, min, span) => {
      const drawn = new Random(number, 'game').int(min, min + span);
      expect(Number.isInteger(drawn) && drawn >= min && drawn <= min + span).toBe(true);
    }),
  );
});

test('V12.3 all of them, equally likely', () => {
  const random = new Random('7', 'dice');
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (let roll = 0; roll < 60_000; roll++) counts[random.int(1, 6)]!++;
  expect(counts[0]).toBe(0);
  for (const count of counts.slice(1)) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('V12.3 also over a range that does not divide 2^32', () => {
  const random = new Random('5', 'game');
  const third = 2 ** 30;
  const low = Array.from({ length: 6000 }, () => random.int(0, 3 * third - 1)).filter((drawn) => drawn < third).length;
  expect(Math.abs(low - 2000)).toBeLessThan(200);
});

test.each([
  [1, 0],
  [0.5, 2],
  [0, 2 ** 32],
  [NaN, 1],
  [0, Infinity],
])('V12.3 int(%d, %d) is a RangeError', (min, max) => {
  expect(() => new Random('1', 'game').int(min, max)).toThrow(RangeError);
});

test('V12.3 the whole range of 32 bits is allowed', () => {
  const drawn = new Random('1', 'game').int(0, 2 ** 32 - 1);
  expect(drawn).toBeGreaterThanOrEqual(0);
});

test('V12.4 float is at least 0 and less than 1, and spread evenly', () => {
  const random = new Random('3', 'game');
  let sum = 0;
  for (let draw = 0; draw < 10_000; draw++) {
    const drawn = random.float();
    expect(drawn >= 0 && drawn < 1).toBe(true);
    sum += drawn;
  }
  expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.02);
});

test('V12.5 chance is true with its probability', () => {
  const random = new Random('3', 'game');
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.25)).filter(Boolean).length;
  expect(Math.abs(hits - 2500)).toBeLessThan(200);
  expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
});

test('V12.6 pick gives one of the items; of none it is a RangeError', () => {
  fc.assert(
    fc.property(seed, fc.array(fc.anything(), { minLength: 1 }), (number, items) => {
      // Unlike toContain, includes finds NaN.
      expect(items.includes(new Random(number, 'game').pick(items))).toBe(true);
    }),
  );
  expect(() => new Random('1', 'game').pick([])).toThrow(RangeError);
});

test('V12.7 shuffle gives a copy with the same items, and leaves the original', () => {
  fc.assert(
    fc.property(seed, fc.array(fc.integer()), (number, items) => {
      const original = [...items];
      const shuffled = new Random(number, 'game').shuffle(items);
      expect(items).toEqual(original);
      expect(shuffled.toSorted()).toEqual(items.toSorted());
    }),
  );
});

test('V12.7 every order is equally likely', () => {
  const random = new Random('11', 'game');
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw++) {
    const order = random.shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('V12.8 the position of a stream can be saved and restored', () => {
  fc.assert(
    fc.property(seed, fc.nat(20), (number, draws) => {
      const random = new Random(number, 'game');
      for (let draw = 0; draw < draws; draw++) random.float();
      const copy = new Random(number, 'game');
      copy.state = random.state;
      expect([copy.float(), copy.int(1, 6)]).toEqual([random.float(), random.int(1, 6)]);
    }),
  );
});

test('V12.1 a room draws from the stream of its match', async () => {
  const drawn = await play(async (room) => [room.random.int(1, 1000), room.random.int(1, 1000)]);
  const random = new Random('1', 'game');
  expect(drawn).toEqual([random.int(1, 1000), random.int(1, 1000)]);
});

test('V12.9 blocks are those of ChaCha20, as its specification has them (RFC 8439, 2.3.2)', () => {
  const key = Array.from({ length: 8 }, (_, word) => 0x03020100 + word * 0x04040404);
  const nonce = [0x09000000, 0x4a000000, 0x00000000];
  const input = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...key, 1, ...nonce);
  const out = new Uint32Array(16);
  makeBlock(input, out);
  expect([...out]).toEqual([
    0xe4e7f110, 0x15593bd1, 0x1fdd0f50, 0xc47120a3, 0xc7f4d1c7, 0x0368c033, 0x9aaa2204, 0x4e6cd4c3, 0x466482d2,
    0x09aa9f07, 0x05d7c214, 0xa2028bd9, 0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2,
  ]);
});

test('V12.9 any change of the text gives another stream, however long the text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ minLength: 1, maxLength: 20 }), (text, more) => {
      const first = (of: string): number[] => [...new ChaCha(of).block(0)];
      expect(first(text)).not.toEqual(first(text + more));
      expect(first(text)).not.toEqual([...new ChaCha(text).block(1)]);
      expect(first(text)).not.toEqual([...new ChaCha(text).block(2 ** 32)]);
    }),
  );
});
