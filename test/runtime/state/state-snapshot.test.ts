/** Snapshots of states: clients of the one that was captured go on with the one that is made from it. */
import { $refId, Schema, StateView, schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { pack, unpack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../shared/runtime/state/fields.ts';
import { hashFields } from '../../../shared/runtime/state/field-hashes.ts';
import { captureState, restoreState } from '../../../shared/runtime/state/state-snapshot.ts';
import {
  Box,
  Item,
  Knot,
  OWNERS,
  STEADY_CHANGES,
  Server,
  World,
  apply,
  itemsOf,
  newWorld,
  programs,
} from './worlds.ts';

/** A server whose state went through a snapshot and msgpack, with new views that see what the old ones saw. */
function restart<T extends Schema>(
  type: new () => T,
  state: T,
  views: readonly StateView[],
): { state: T; server: Server<T>; views: StateView[] } {
  const restored = restoreState(type, unpack(pack(captureState(state, views))));
  const server = new Server(restored.state);
  const again = views.map((view) => new StateView(view.iterable));
  restored.finish(again);
  return { state: restored.state, server, views: again };
}

function twoViews(): [StateView, StateView] {
  return [new StateView(), new StateView()];
}

describe('the programs', () => {
  test('what is sent after a restore is byte for byte what would have been sent without', () => {
    fc.assert(
      fc.property(programs(), programs(), programs(), (before, [unsent = []], after) => {
        const world = newWorld();
        const server = new Server(world);
        const views = twoViews();
        for (const tick of before) {
          for (const change of tick) apply(world, views, change);
          server.patch([undefined, ...views]);
        }
        for (const change of unsent) apply(world, views, change);

        const restarted = restart(World, world, views);
        expect(restarted.server.encoder.hasChanges).toBe(false);
        expect(treeOf(restarted.state).root?.pendingFilterRefresh).toEqual([]);
        expect(restarted.views.map((view) => view.changes.size)).toEqual([0, 0]);

        server.patch([undefined, ...views]);
        const wholes = [undefined, ...views].map((view) => server.whole(view));
        expect([undefined, ...restarted.views].map((view) => restarted.server.whole(view))).toEqual(wholes);
        for (const tick of after) {
          for (const change of tick) {
            apply(world, views, change);
            apply(restarted.state, restarted.views, change);
          }
          expect(restarted.server.patch([undefined, ...restarted.views])).toEqual(server.patch([undefined, ...views]));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('clients that come back see what new clients see, in the instances they had', () => {
    fc.assert(
      fc.property(programs(STEADY_CHANGES), programs(STEADY_CHANGES), (before, after) => {
        const world = newWorld();
        const server = new Server(world);
        const views = twoViews();
        for (const [at, owner] of OWNERS.entries()) views[at]?.add(world.boxes.get(owner) ?? world);
        const clients = [undefined, ...views].map((view) => server.join(view));
        for (const { decoder, view } of clients) decoder.decode(server.whole(view));
        server.patch(views);
        for (const tick of before) {
          for (const change of tick) apply(world, views, change);
          receive(clients, server.patch([undefined, ...views]));
        }

        const restarted = restart(World, world, views);
        const eyes = [undefined, ...restarted.views];
        const held = clients.map(({ decoder }) => new Map(decoder.root.refs));
        for (const [at, { decoder }] of clients.entries()) {
          decoder.decodeResync(restarted.server.whole(eyes[at]));
          for (const [id, ref] of decoder.root.refs) {
            if (ref instanceof Schema) expect(held[at]?.get(id)).toBe(ref);
          }
        }
        for (const tick of [[], ...after]) {
          for (const change of tick) apply(restarted.state, restarted.views, change);
          receive(clients, restarted.server.patch(eyes));
          for (const [at, { decoder }] of clients.entries()) {
            const fresh = restarted.server.join(eyes[at]).decoder;
            fresh.decode(restarted.server.whole(eyes[at]));
            expect(decoder.state.toJSON()).toEqual(fresh.state.toJSON());
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a state that went through a snapshot hashes the same', () => {
    fc.assert(
      fc.property(programs(), (ticks) => {
        const world = newWorld();
        const views = twoViews();
        const server = new Server(world);
        for (const change of ticks.flat()) apply(world, views, change);
        server.patch(views);
        expect(hashFields(restart(World, world, views).state)).toEqual(hashFields(world));
      }),
    );
  });
});

function receive(clients: readonly ReturnType<Server<World>['join']>[], patches: readonly Uint8Array[]): void {
  for (const [at, { decoder }] of clients.entries()) {
    const patch = patches[at];
    if (patch !== undefined && patch.length > 0) decoder.decode(patch);
  }
}

describe('ids', () => {
  test('an instance that is made after a restore gets the id that it would have got without', () => {
    const world = newWorld();
    new Server(world);
    world.loose.push(new Item(), new Item());
    world.loose.pop();
    const restarted = restart(World, world, []);
    for (const each of [world, restarted.state]) each.loose.push(new Item());
    const ids = (each: World): unknown[] => itemsOf(each).map((item) => item[$refId]);
    expect(ids(restarted.state)).toEqual(ids(world));
    expect(new Set(ids(world)).size).toBe(2);
  });

  test('a state without an encoder is captured with the ids that an encoder gives', () => {
    const world = newWorld();
    world.loose.push(new Item());
    const snapshot = captureState(world, []);
    new Server(world);
    expect(captureState(world, [])).toEqual(snapshot);
  });

  test('one instance in two places is one instance in two places', () => {
    const world = newWorld();
    new Server(world);
    const item = new Item();
    world.loose.push(item);
    world.boxes.get('a')?.bag.add(item);
    world.top = item;
    const { state } = restart(World, world, []);
    expect(state.top).toBe(state.loose[0]);
    expect(state.boxes.get('a')?.bag.has(state.loose[0] ?? new Item())).toBe(true);
    expect(state.top).toBeInstanceOf(Item);
  });

  test('an instance is captured with all that hold it, however they came to it', () => {
    const world = newWorld();
    new Server(world);
    const hand = world.boxes.get('a')?.hand ?? world.loose;
    hand.push(new Item());
    const item = new Item();
    hand[0] = item;
    world.top = item;
    const snapshot = captureState(world, []).refs.find(({ id }) => id === item[$refId]);
    expect(snapshot?.parents).toEqual([
      [0, 6],
      [hand[$refId], 0],
    ]);
  });

  test('the place of an instance in a list does not count elements whose removal has not been sent', () => {
    const world = newWorld();
    const server = new Server(world);
    const hand = world.boxes.get('a')?.hand ?? world.loose;
    hand.push(new Item());
    server.patch([undefined]);
    hand.pop();
    world.top = new Item();
    hand.push(world.top);
    const snapshot = captureState(world, []).refs.find(({ id }) => id === world.top?.[$refId]);
    expect(snapshot?.parents).toEqual([
      [hand[$refId], 0],
      [0, 6],
    ]);
  });

  test('instances may refer to each other in a circle', () => {
    const knot = new Knot();
    knot.other = new Knot();
    new Server(knot);
    knot.other.other = knot;
    const { state } = restart(Knot, knot, []);
    expect(state.other.other).toBe(state);
    expect(hashFields(state)).toEqual(hashFields(knot));
  });
});

describe('values', () => {
  const Odd = schema(
    {
      double: t.float64().optional(),
      big: t.bigint64().optional(),
      text: t.string().default('unset'),
      list: t.array('float64'),
      map: t.map('float64'),
      angle: t.quantized({ min: -1, max: 1, bits: 8 }),
    },
    'Odd',
  );

  test.each([0, -0, NaN, Infinity, -Infinity, 1e300, 0.1, 2 ** 53, -1])('%s is kept', (value) => {
    const odd = new Odd();
    odd.double = value;
    odd.list.push(value, 1);
    odd.map.set('key', value);
    const { state } = restart(Odd, attached(odd), []);
    expect([state.double, state.list[0], state.list[1], state.map.get('key')]).toEqual([value, value, 1, value]);
  });

  test.each([0n, -1n, 2n ** 62n, -(2n ** 63n)])('the bigint %s is kept', (value) => {
    const odd = new Odd();
    odd.big = value;
    expect(restart(Odd, attached(odd), []).state.big).toBe(value);
  });

  test('a field that was made undefined is undefined, whatever its default', () => {
    const odd = attached(new Odd());
    Reflect.set(odd, 'text', undefined);
    odd.angle = 0.3;
    const { state } = restart(Odd, odd, []);
    expect(state.text).toBeUndefined();
    expect(state.double).toBeUndefined();
    expect(state.angle).toBe(odd.angle);
  });

  test('the order of a map and the order of a set are kept', () => {
    const world = newWorld();
    const box = world.boxes.get('a') ?? new Box();
    const server = new Server(world);
    for (const key of ['x', 'y', 'z']) box.scores.set(key, 1);
    for (const word of ['to', 'be', 'or']) box.words.add(word);
    box.scores.delete('x');
    box.scores.set('x', 2);
    box.words.delete('to');
    box.words.add('to');
    const restarted = restart(World, world, []);
    const again = restarted.state.boxes.get('a') ?? new Box();
    expect([...again.scores.entries()]).toEqual([...box.scores.entries()]);
    expect([...again.words.entries()]).toEqual([...box.words.entries()]);
    server.patch([undefined]);
    expect(restarted.server.whole(undefined)).toEqual(server.whole(undefined));
  });

  function attached<T extends Schema>(state: T): T {
    new Server(state);
    return state;
  }
});

describe('views', () => {
  test('what a view may not see is never sent to it', () => {
    const world = newWorld();
    const server = new Server(world);
    const views = twoViews();
    for (const [at, owner] of OWNERS.entries()) {
      const box = world.boxes.get(owner) ?? new Box();
      box.own = new Item();
      box.own.name = `only ${owner} knows`;
      views[at]?.add(box);
    }
    const shared = new Item();
    shared.extra = 'for the second tag';
    world.loose.push(shared);
    views[1].add(shared, 2);
    server.patch(views);

    const restarted = restart(World, world, views);
    const [a, b] = restarted.views;
    const known = { 'only a knows': [a], 'only b knows': [b], 'for the second tag': [b] };
    for (const view of [undefined, a, b]) {
      const sent = [restarted.server.whole(view)];
      for (const { own } of restarted.state.boxes.values()) if (own !== undefined) own.name += ' still';
      for (const item of restarted.state.loose) item.extra += ' still';
      sent.push(...restarted.server.patch([view]));
      const text = sent.map((bytes) => new TextDecoder('latin1').decode(bytes));
      for (const [secret, knowing] of Object.entries(known)) {
        expect(text.map((each) => each.includes(secret))).toEqual(text.map(() => knowing.includes(view)));
      }
    }
  });

  test('a view that lists what was added to it lists the same', () => {
    const world = newWorld();
    new Server(world);
    const view = new StateView(true);
    view.add(world.boxes.get('b') ?? world);
    const { state, views } = restart(World, world, [view]);
    expect(views[0]?.items).toEqual([state.boxes.get('b')]);
  });

  test('a view to which nothing was added is not taken up', () => {
    const world = newWorld();
    new Server(world);
    expect(restart(World, world, [new StateView()]).views[0]?.id).toBe(-1);
  });
});

describe('refusals', () => {
  test('a state with a stream is not captured', () => {
    const Sky = schema({ birds: t.stream(Item) }, 'Sky');
    const Flock = schema({ birds: t.map(Item).stream() }, 'Flock');
    for (const state of [new Sky(), new Flock()]) {
      new Server(state);
      expect(() => captureState(state, [])).toThrow(/stream cannot be kept/);
    }
  });

  test('a view of another state is not captured', () => {
    const other = newWorld();
    new Server(other);
    const view = new StateView();
    view.add(other);
    const world = newWorld();
    new Server(world);
    expect(() => captureState(world, [view])).toThrow(/view of this state/);
  });

  test('a restored state is not finished without an encoder, nor with too few views', () => {
    const world = newWorld();
    new Server(world);
    const restored = restoreState(World, captureState(world, [new StateView()]));
    expect(() => restored.finish([new StateView()])).toThrow(/attach an encoder/);
    new Server(restored.state);
    expect(() => restored.finish([])).toThrow(/kept with 1 views, not 0/);
  });
});
