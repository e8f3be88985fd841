import { describe, expect, it } from 'vitest';
import { distanceFlown } from '../../../../../client/games/arena/render/bullet-sprites.ts';
import { DelayedEvents } from '../../../../../client/games/arena/render/delayed-events.ts';

describe('a bullet', () => {
  it('is not drawn before it is fired, nor beyond its range', () => {
    expect(distanceFlown(-0.1, 5_000)).toBeUndefined();
    expect(distanceFlown(30, 5_000)).toBeUndefined();
  });

  it('moves at its speed, between ticks too', () => {
    expect(distanceFlown(0, 5_000)).toBe(0);
    expect(distanceFlown(2.5, 5_000)).toBe(560);
  });
});

describe('a delayed event', () => {
  it('happens when rendering has reached its time, once and in order', () => {
    const later = new DelayedEvents<string>();
    const seen: string[] = [];
    later.add(100, 'a');
    later.add(300, 'c');
    later.add(120, 'b');
    for (const now of [99, 150, 150, 300]) later.takeDue(now, (what) => seen.push(`${what} at ${now}`));
    expect(seen).toEqual(['a at 150', 'b at 150', 'c at 300']);
  });

  it('is one of a bounded number', () => {
    const later = new DelayedEvents<number>();
    for (let each = 0; each < 1_000; each += 1) later.add(0, each);
    let count = 0;
    later.takeDue(0, () => (count += 1));
    expect(count).toBe(64);
  });
});
