import { Decoder, StateView } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Encoder, Reflection } from '@colyseus/schema';
import { findMismatch, StateEncoder } from '../../shared/runtime/index.ts';
import { apply, CHANGE_NAMES, newWorld, programs, type Change, type ChangeName, type World } from './state/worlds.ts';

/** Changes of lists whose order clients of the library itself lose: they are tested elsewhere. */
const OF_LISTS: ReadonlySet<ChangeName> = new Set<ChangeName>(['unshift', 'reverse', 'swap', 'splice', 'shift', 'empty', 'pop', 'move', 'push']);
const names = CHANGE_NAMES.filter((name) => !OF_LISTS.has(name));

class Ear extends Decoder<World> {
  lost = 0;
  override skipCurrentStructure(...args: Parameters<Decoder<World>['skipCurrentStructure']>): void {
    this.lost++;
    super.skipCurrentStructure(...args);
  }
}

class Side {
  readonly world = newWorld();
  readonly views = [new StateView(), new StateView(), new StateView()];
  readonly #encoder = new Encoder(this.world);
  readonly #states = new StateEncoder(this.#encoder);
  readonly #handshake = Reflection.encode(this.#encoder);
  readonly #ears: { readonly view: StateView | undefined; readonly ear: Ear; there: boolean }[] = [];

  join(view: StateView | undefined): void {
    const { state, context } = Reflection.decode<World>(this.#handshake.slice());
    const ear = new Ear(state, context);
    ear.decode(this.#states.whole(view));
    this.#ears.push({ view, ear, there: true });
  }

  toggle(at: number): void {
    const one = this.#ears[at % this.#ears.length];
    if (one === undefined) return;
    one.there = !one.there;
    if (one.there) one.ear.decodeResync(this.#states.whole(one.view));
  }

  tick(changes: readonly Change[]): string[] {
    for (const change of changes) apply(this.world, this.views, change);
    const there = this.#ears.filter(({ there: is }) => is);
    const patches = this.#states.patches(new Set(there.map(({ view }) => view)));
    for (const { view, ear } of there) {
      const bytes = patches?.get(view);
      if (bytes !== undefined && bytes.length > 0) ear.decode(bytes);
    }
    return this.problems();
  }

  problems(): string[] {
    return this.#ears.flatMap(({ view, ear, there }, at) => {
      if (!there) return [];
      const found = findMismatch(this.world, view, ear.state);
      const who = `client ${at} of view ${view === undefined ? 'none' : this.views.indexOf(view)}`;
      if (found !== undefined) return [`${who}: ${found.path} is ${found.expected}, has ${found.decoded}`];
      return ear.lost > 0 ? [`${who}: lost ${ear.lost}`] : [];
    });
  }
}

test('S2.1 whatever is shown, hidden, replaced, moved and shared, each client sees what it may: those who stay, come, and come back', () => {
  fc.assert(
    fc.property(programs(names), fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 10 }), (ticks, visits) => {
      const side = new Side();
      for (const view of [undefined, ...side.views.slice(0, 2)]) side.join(view);
      for (const [at, changes] of ticks.entries()) {
        expect(side.tick(changes)).toEqual([]);
        for (const [when, who] of visits) {
          if (when !== at) continue;
          if (who < 4) side.join([undefined, ...side.views][who % 4]);
          else side.toggle(who);
          expect(side.problems()).toEqual([]);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
