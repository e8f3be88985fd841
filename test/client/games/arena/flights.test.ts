import { describe, expect, it } from 'vitest';
import { flown } from '../../../../client/games/arena/picture/flights.ts';
import { Later } from '../../../../client/games/arena/picture/later.ts';

describe('a bullet', () => {
  it('is not there before it was fired, nor past what stops it', () => {
    expect(flown(-0.1, 5_000)).toBeUndefined();
    expect(flown(30, 5_000)).toBeUndefined();
  });

  it('is as far as its speed takes it, between ticks too', () => {
    expect(flown(0, 5_000)).toBe(0);
    expect(flown(2.5, 5_000)).toBe(560);
  });
});

describe('what is seen later', () => {
  it('comes when the picture is as far, once, and in order', () => {
    const later = new Later<string>();
    const seen: string[] = [];
    later.put(100, 'a');
    later.put(300, 'c');
    later.put(120, 'b');
    for (const now of [99, 150, 150, 300]) later.take(now, (what) => seen.push(`${what} at ${now}`));
    expect(seen).toEqual(['a at 150', 'b at 150', 'c at 300']);
  });

  it('is bounded', () => {
    const later = new Later<number>();
    for (let each = 0; each < 1_000; each += 1) later.put(0, each);
    let count = 0;
    later.take(0, () => (count += 1));
    expect(count).toBe(64);
  });
});
