import { schema, t } from '@colyseus/schema';
import { pack, unpack } from 'msgpackr';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineGame, type Room } from '../../../shared/runtime/index.ts';
import { Loopback, VirtualMatch } from '../../../shared/runtime/testing.ts';
import { type Entry, Match, resumeMatches, type Snapshot, stepMatches } from '../../../shared/runtime/host.ts';

const Fighter = schema({ x: t.number().default(0), secret: t.number().default(0).view() }, 'Fighter');
const Arena = schema({ fighters: t.array(Fighter), round: t.number().default(0) }, 'Arena');
const spec = { state: Arena, messages: {}, checkpoint: z.object({ round: z.number() }) };
type ArenaRoom = Room<typeof spec>;

const START = {
  format: 1,
  game: 'arena',
  matchId: 'TEST',
  seed: '1',
  options: undefined,
  tickRate: 20,
  code: '',
} as const;

function arena(play: (room: ArenaRoom, from: { round: number } | undefined) => Promise<unknown>) {
  return defineGame({ name: 'arena', title: 'Arena', seats: { min: 1, max: 2 }, tickRate: 20, ...spec, play });
}

/** One more fighter in each tick, whom spectators see; the players see none. */
const crowded = arena(async (room) => {
  const { spectatorView, state } = room;
  room.onTick(() => {
    const fighter = new Fighter({ x: room.tick, secret: 10 * room.tick });
    state.fighters.push(fighter);
    spectatorView.add(fighter);
  });
  await room.until(() => false);
});

function secretsOf({ fighters }: InstanceType<typeof Arena>): (number | undefined)[] {
  return fighters.map(({ secret }) => secret);
}

test('P7.3 what the script shows to spectators all of them see, and no player', async () => {
  const match = new VirtualMatch(crowded);
  const [ann, will, wyn] = [await match.join('Ann'), await match.spectate('Will'), await match.spectate('Wyn')];
  const seen = [ann, will, wyn].map((id) => match.connect(id));
  await match.tick(2);
  expect(seen.map(secretsOf)).toEqual([
    [undefined, undefined, undefined, undefined, undefined],
    [10, 20, 30, 40, 50],
    [10, 20, 30, 40, 50],
  ]);
});

test('P7.3 all spectators see at once what is shown in a tick in which nothing else changes', async () => {
  const game = arena(async (room) => {
    const { spectatorView, state } = room;
    state.fighters.push(new Fighter({ secret: 7 }));
    await room.sleep(200);
    for (const fighter of state.fighters) spectatorView.add(fighter);
    await room.until(() => false);
  });
  const match = new VirtualMatch(game);
  const seen = [await match.spectate('Will'), await match.spectate('Wyn')].map((id) => match.connect(id));
  await match.tick();
  expect(seen.map(secretsOf)).toEqual([[undefined], [undefined]]);
  await match.tick(4);
  expect(seen.map(secretsOf)).toEqual([[7], [7]]);
});

test('P7.3 later spectators see everything that was shown, and nobody sees what was hidden again', async () => {
  const game = arena(async (room) => {
    const { spectatorView, state } = room;
    const fighters = [1, 2].map((secret) => new Fighter({ secret }));
    state.fighters.push(...fighters);
    for (const fighter of fighters) spectatorView.add(fighter);
    await room.until(() => room.spectatorCount === 3);
    spectatorView.remove(state.fighters[0]!);
    state.fighters[0]!.secret = 100;
    state.fighters[1]!.secret = 200;
    await room.until(() => false);
  });
  const match = new VirtualMatch(game);
  const early = match.connect(await match.spectate('Will'));
  await match.tick(3);
  const late = match.connect(await match.spectate('Wyn'));
  await match.tick();
  expect([early, late].map(secretsOf)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  const last = match.connect(await match.spectate('Wes'));
  await match.tick();
  expect(secretsOf(last)).toEqual([undefined, 200]);
  for (const seen of [early, late]) expect(secretsOf(seen)).not.toContain(100);
});

test('P7.3 somebody who has left their seat sees what spectators see', async () => {
  const match = new VirtualMatch(crowded);
  const ann = await match.join('Ann');
  const { match: bare } = match;
  const own = bare.viewOf(ann);
  match.leave(ann);
  await match.tick();
  expect(own).toBeDefined();
  expect(own).not.toBe(bare.spectatorView);
  expect([bare.viewOf(ann), bare.viewOf(undefined), bare.viewOf('nobody')]).toEqual(
    Array.from({ length: 3 }, () => bare.spectatorView),
  );
});

test('P7.4 where the script never asks for it there is none, and clients get the very bytes of those without a view', async () => {
  const quiet = arena(async (room) => {
    room.onTick(() => void room.state.fighters.push(new Fighter({ x: room.tick, secret: 9 })));
    await room.until(() => false);
  });
  const match = new VirtualMatch(quiet);
  const [will, wyn] = [await match.spectate('Will'), await match.spectate('Wyn')];
  const patches: Uint8Array[][] = [[], []];
  match.connect(will, (bytes) => void patches[0]?.push(bytes));
  match.connect(wyn, (bytes) => void patches[1]?.push(bytes));
  await match.tick(3);
  expect([match.match.spectatorView, match.match.viewOf(will), match.match.viewOf(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  // The whole state apart, they are not even copies.
  for (const at of [1, 2]) expect(patches[0]?.[at]?.buffer).toBe(patches[1]?.[at]?.buffer);
});

test('C3.1 what spectators may see survives a checkpoint: the match from its snapshot sends them the same bytes', async () => {
  const game = arena(async (room, from) => {
    const { spectatorView, state } = room;
    room.onTick(() => {
      for (const fighter of state.fighters) fighter.secret += 1;
    });
    if (from === undefined) {
      const fighters = [new Fighter({ secret: 1 }), new Fighter({ secret: 1 })];
      state.fighters.push(...fighters);
      spectatorView.add(fighters[1]!);
      await room.seated(1);
      await room.sleep(100);
      return room.checkpoint({ round: 2 });
    }
    await room.sleep(100);
    state.fighters.push(new Fighter({ secret: 50 }));
    spectatorView.add(state.fighters[2]!);
    await room.until(() => false);
  });
  const live = new Match(game, START);
  const side = sideOf(live);
  await side.step(
    { kind: 'join', player: 'a', name: 'Ann', bot: false },
    { kind: 'spectate', player: 'w', name: 'Will' },
  );
  side.watch();
  while (live.snapshot === undefined) await side.step();
  const snapshot = unpack(pack(live.snapshot)) as Snapshot;
  expect(snapshot.state.views).toHaveLength(2);
  const twin = new Match(game, START, { from: snapshot });
  const other = sideOf(twin);
  other.watch();
  await resumeMatches([twin]);
  other.sync();
  expect(other.looks).toEqual(side.looks);
  side.patches.length = 0;
  other.patches.length = 0;
  for (let tick = 0; tick < 5; tick++) {
    await side.step();
    await other.step();
  }
  expect(side.looks).toEqual([
    [undefined, undefined, undefined],
    [undefined, 8, 54],
  ]);
  expect(other.patches).toEqual(side.patches);
  // The player gets one patch, for the new spectator.
  expect(side.patches).toHaveLength(6);
});

test('C3.1 a match whose script never showed anything to spectators has no view for them in its snapshot', async () => {
  const game = arena(async (room, from) =>
    from === undefined ? room.checkpoint({ round: 2 }) : room.until(() => false),
  );
  const match = new Match(game, START);
  await stepMatches([{ match, entries: [{ kind: 'join', player: 'a', name: 'Ann', bot: false }] }]);
  const twin = new Match(game, START, { from: unpack(pack(match.snapshot)) as Snapshot });
  expect([match.snapshot?.state.views.length, twin.spectatorView]).toEqual([1, undefined]);
});

/** A match with one player and one spectator who decode its patches from `watch()` on. */
function sideOf(match: Match<typeof spec>) {
  const loopback = new Loopback(match.state);
  const patches: string[] = [];
  const eyes: InstanceType<typeof Arena>[] = [];
  return {
    patches,
    /** What the player and the spectator see. */
    get looks() {
      return eyes.map(secretsOf);
    },
    watch(): void {
      for (const id of ['a', 'w']) {
        const keep = (bytes: Uint8Array): void => void patches.push(`${id} ${Buffer.from(bytes).toString('hex')}`);
        eyes.push(loopback.join(id, match.viewOf(id), keep));
      }
    },
    sync: () => loopback.sync(),
    async step(...entries: Entry[]): Promise<void> {
      await stepMatches([{ match, entries }]);
      loopback.sync();
    },
  };
}
