/** The law of checkpoints: what comes after one is a function of its snapshot and what enters since. */
import { schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { pack, unpack } from 'msgpackr';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buffered, type CheckpointOf, defineGame, type Room } from '../../../shared/runtime/index.ts';
import { Loopback } from '../../../shared/runtime/testing.ts';
import {
  type Entry,
  Match,
  type Output,
  resumeMatches,
  type Snapshot,
  type StartFrame,
  stepMatches,
} from '../../../shared/runtime/host.ts';

const Place = schema(
  { player: t.string().default(''), moves: t.number().default(0), secret: t.array('number').view() },
  'Place',
);
const Line = schema({ text: t.string().default('') }, 'Line');
const Table = schema(
  {
    places: t.array(Place),
    lines: t.array(Line),
    scores: t.map('number'),
    last: t.ref(Line),
    count: t.number().default(0),
  },
  'Table',
);
const Controls = schema({ move: t.uint8().default(0), aim: t.int8().default(0) }, 'Controls');

const spec = {
  state: Table,
  options: z.object({}),
  messages: { move: z.number(), kept: buffered(z.number(), 3), more: buffered(z.string(), 2) },
  questions: { ready: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { hello: z.string() },
  effects: { fetch: { args: z.object({ url: z.string() }), result: z.string() } },
  input: { frame: Controls, ranges: { move: [0, 8], aim: [-30, 30] }, rewindMs: 50 },
  checkpoint: z.object({ round: z.number(), by: z.string(), seen: z.array(z.string()) }),
} as const;
type TableRoom = Room<typeof spec>;

/** A bit of everything, in rounds that end whenever they like. */
async function rowdy(room: TableRoom, from?: CheckpointOf<typeof spec>): Promise<string> {
  const { state, random } = room;
  const { round, seen } = from ?? { round: 1, seen: [] as string[] };
  if (from === undefined) for (let seat = 0; seat < 4; seat++) state.places.push(new Place());
  const note = (text: string): void => {
    state.count = state.count + 1;
    state.last = new Line().assign({ text: `${room.tick} ${text}` });
    state.lines.push(new Line().assign({ text }));
    if (state.lines.length > 5) state.lines.shift();
    seen.push(text);
    if (seen.length > 3) seen.shift();
  };
  note(`${room.players.map(({ inputs }) => inputs.length).join(' ')} frames`);
  room.spawn('door', async () => {
    for await (const player of room.arrivals()) {
      const place = state.places[player.seat];
      if (place === undefined || player.view.has(place)) continue;
      place.player = player.id;
      place.secret.push(random.int(1, 6));
      player.view.add(place);
      state.scores.set(player.id, 0);
      note(`${player.name} sits`);
    }
  });
  room.spawn('talk', async () => {
    for (const player of random.chance(0.3) ? room.players : []) {
      room.spawn(`talk of ${player.id}`, async () => {
        for await (const text of player.messages('more')) note(text);
      });
    }
    await room.sleep(random.int(0, 3) * 100);
  });
  room.spawn('broom', async () => {
    try {
      await room.sleep(1e9);
    } finally {
      if (random.chance(0.5)) await room.shield(400, () => room.sleep(random.int(0, 300)));
      note('swept');
    }
  });
  room.spawn('clerk', async () => {
    await room.sleep(random.int(50, 900));
    if (random.chance(0.6)) await room.checkpoint({ round: round + 1, by: 'clerk', seen });
  });
  room.onTick(() => {
    for (const player of room.players) {
      for (const { move, aim, seenMsAgo } of player.inputs)
        state.scores.set(player.id, move * 7 + aim + seenMsAgo + (state.scores.get(player.id) ?? 0));
    }
  });
  room.every(170, () => note('every'));
  room.joinable = random.chance(0.8);
  if (random.chance(0.1)) return room.checkpoint({ round: round + 1, by: 'at once', seen });
  for (let turn = 0; turn < 3; turn++) {
    const players = room.players;
    if (players.length === 0) {
      await room.sleep(100);
      continue;
    }
    const moves = await room.allSettled(
      players.map((player) => async () => {
        const move = await player.next('move', { timeoutMs: random.int(50, 300), otherwise: -1 });
        const place = state.places[player.seat];
        if (place !== undefined) place.moves += move;
        return move;
      }),
    );
    note(`${round} ${JSON.stringify(moves)}`);
    for (const player of players) {
      room.spawn('question', async () => {
        const ready = await player.ask('ready', { round }, { timeoutMs: 400, otherwise: false });
        player.notify('hello', `${ready}`);
      });
    }
    void room.effect('fetch', { url: `${round}` }).then(note, () => undefined);
    if (random.chance(0.2)) await players[0]?.next('kept', { timeoutMs: 100, otherwise: 0 });
  }
  if (round > 12) return seen.join();
  return room.checkpoint({ round: round + 1, by: 'script', seen });
}

const game = defineGame({ name: 'law', title: 'Law', seats: { min: 1, max: 4 }, tickRate: 20, ...spec, play: rowdy });

/** A match with clients that see all its patches. */
class Side {
  readonly match: Match<typeof spec>;
  readonly #loopback: Loopback<Match<typeof spec>['state']>;
  readonly #patches: [string, string][] = [];

  constructor(start: StartFrame, from?: Snapshot) {
    this.match = new Match(game, start, { trace: true, from });
    this.#loopback = new Loopback(this.match.state);
    for (const { id } of this.match.players) this.#connect(id);
  }

  async resume(): Promise<readonly Output[]> {
    await resumeMatches([this.match]);
    return this.#release();
  }

  async step(entries: readonly Entry[]): Promise<readonly Output[]> {
    for (const each of entries) if (each.kind === 'leave') this.#loopback.leave(each.player);
    await stepMatches([{ match: this.match, entries }]);
    return this.#release();
  }

  get patches(): unknown {
    return this.#patches.splice(0).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  get looks(): unknown {
    const { match } = this;
    return {
      state: match.state.toJSON(),
      mark: match.stateHash(),
      tasks: match.describe(),
      ended: match.ended,
      open: match.joinable,
    };
  }

  #connect(id: string): void {
    this.#loopback.join(id, this.match.viewOf(id), (bytes) =>
      this.#patches.push([id, Buffer.from(bytes).toString('hex')]),
    );
  }

  #release(): readonly Output[] {
    const outputs = this.match.takeOutputs();
    for (const output of outputs)
      if (output.kind === 'joined' && this.match.viewOf(output.player)) this.#connect(output.player);
    this.#loopback.sync();
    return outputs;
  }
}

const player = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const ref = fc.nat(99);
const changes = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 3 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('join' as const), player, name: player, bot: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'return' as const, 'leave' as const), player }),
  fc.record({ kind: fc.constant('spectate' as const), player, name: player }),
  fc.record({
    kind: fc.constant('message' as const),
    player,
    type: fc.constantFrom('move', 'kept'),
    data: fc.nat(9),
    ref,
  }),
  fc.record({ kind: fc.constant('message' as const), player, type: fc.constant('more'), data: fc.string(), ref }),
  fc.record({ kind: fc.constant('answer' as const), player, question: fc.nat(60), answer: fc.boolean(), ref }),
  fc.record({ kind: fc.constant('input' as const), seat: fc.nat(4), changes }),
  fc.record({ kind: fc.constant('effect' as const), effect: fc.nat(60), result: fc.string() }),
);
const journal = fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 30, maxLength: 120 });

test('C3.1 from a snapshot on a match goes on as the one that it was taken of: outputs, state, patches, tasks, traces', async () => {
  let snapshots = 0;
  await fc.assert(
    fc.asyncProperty(journal, fc.integer(), async (ticks, seed) => {
      const start: StartFrame = {
        format: 1,
        game: 'law',
        matchId: 'LAW',
        seed: String(seed),
        options: {},
        tickRate: 20,
        code: '',
      };
      const live = new Side(start);
      const twins: Side[] = [];
      for (const entries of ticks) {
        const before = live.match.snapshot;
        const outputs = await live.step(entries);
        const trace = live.match.takeTrace();
        const { patches, looks } = live;
        for (const twin of twins) {
          expect(await twin.step(entries)).toEqual(outputs);
          expect(twin.match.takeTrace()).toEqual(trace);
          expect(twin.looks).toEqual(looks);
          expect(twin.patches).toEqual(patches);
        }
        if (live.match.ended?.kind === 'failed') throw live.match.ended.error;
        const { snapshot } = live.match;
        if (snapshot === undefined || snapshot === before) continue;
        snapshots++;
        const twin = new Side(start, unpack(pack(snapshot)) as Snapshot);
        const again = await twin.resume();
        expect(outputs.slice(outputs.length - again.length)).toEqual(again);
        expect(twin.looks).toEqual(looks);
        void twin.patches;
        twins.push(twin);
        if (twins.length > 3) twins.shift();
      }
    }),
    { numRuns: 40 },
  );
  // Most journals are long enough for some.
  expect(snapshots).toBeGreaterThan(40);
});
