import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock, type Due } from '../../../shared/runtime/kernel/clock.ts';

class Alarm implements Due {
  dueTick = -1;
  readonly order: number;
  readonly name: number;
  readonly #fired: number[];

  constructor(clock: Clock, name: number, fired: number[]) {
    this.order = clock.nextOrder();
    this.name = name;
    this.#fired = fired;
  }

  fire(): void {
    this.#fired.push(this.name);
  }
}

type Command =
  | { readonly kind: 'add'; readonly inTicks: number }
  | { readonly kind: 'remove' | 'move'; readonly index: number; readonly inTicks: number }
  | { readonly kind: 'tick' };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), inTicks: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    kind: fc.constantFrom('remove' as const, 'move' as const),
    index: fc.nat(20),
    inTicks: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ kind: fc.constant('tick' as const) }),
);

test('T1.2 the clock fires what a naive list, sorted by (tick, creation), would', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
      const clock = new Clock(20);
      const fired: number[] = [];
      const alarms: Alarm[] = [];
      const model = new Map<number, number>();
      const expected: number[] = [];
      for (const each of commands) {
        const alarm = each.kind === 'remove' || each.kind === 'move' ? alarms[each.index] : undefined;
        if (each.kind === 'add') {
          const added = new Alarm(clock, alarms.length, fired);
          alarms.push(added);
          clock.add(added, clock.tick + each.inTicks);
          model.set(added.name, clock.tick + each.inTicks);
        } else if (each.kind === 'tick') {
          clock.tick++;
          const due = [...model].filter(([, tick]) => tick === clock.tick).map(([name]) => name);
          for (const name of due.toSorted((a, b) => a - b)) {
            expected.push(name);
            model.delete(name);
          }
          expect(clock.isDue).toBe(due.length > 0);
          clock.fire();
        } else if (alarm !== undefined) {
          clock.remove(alarm);
          model.delete(alarm.name);
          if (each.kind === 'move') {
            clock.add(alarm, clock.tick + each.inTicks);
            model.set(alarm.name, clock.tick + each.inTicks);
          }
        }
        expect(clock.size).toBe(model.size);
      }
      expect(fired).toEqual(expected);
    }),
  );
});

test('T1.2 what is removed while the clock fires does not fire', () => {
  const clock = new Clock(20);
  const fired: number[] = [];
  const second = new Alarm(clock, 2, fired);
  const first: Due = { dueTick: -1, order: -1, fire: () => clock.remove(second) };
  clock.add(second, 1);
  clock.add(first, 1);
  clock.tick = 1;
  clock.fire();
  expect([fired, clock.size]).toEqual([[], 0]);
});

test('V4.1 a time takes as many ticks as it needs, at least one, without rounding errors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 128 }), fc.integer({ min: 1, max: 100_000 }), (tickRate, ticks) => {
      const clock = new Clock(tickRate);
      expect(clock.ticksFor(clock.timeOf(ticks))).toBe(ticks);
      expect(clock.ticksFor(clock.timeOf(ticks) + 0.01)).toBe(ticks + 1);
      expect(clock.ticksFor(0.000_1)).toBe(1);
    }),
  );
});

test('T4.3 a deadline that was moved keeps the place of its creation', () => {
  const clock = new Clock(20);
  const fired: number[] = [];
  const first = new Alarm(clock, 1, fired);
  const second = new Alarm(clock, 2, fired);
  clock.add(first, 9);
  clock.add(second, 3);
  clock.remove(first);
  clock.add(first, 3);
  clock.tick = 3;
  clock.fire();
  expect(fired).toEqual([1, 2]);
});
