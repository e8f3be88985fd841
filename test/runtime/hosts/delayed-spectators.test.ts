import { schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DelayedStream, type SpectatorTick } from '../../../shared/runtime/host.ts';
import { defineGame } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

const Card = schema({ face: t.uint16().default(0) }, 'Card');
const Table = schema({ round: t.number().default(0), cards: t.array(Card), hand: t.ref(Card).view() }, 'Table');
const DELAY_MS = 500;
const DELAY_TICKS = 10;

/** Counts its ticks, and has a row of cards that comes and goes; spectators see a card that is not for the players. */
function table(delayMs: number) {
  return defineGame({
    name: 'table',
    title: 'Table',
    seats: { min: 1, max: 2 },
    tickRate: 20,
    spectators: { delayMs },
    state: Table,
    messages: {},
    notices: { round: z.number() },
    async play(room) {
      const { state, spectatorView } = room;
      spectatorView.add(state.hand);
      room.onTick(() => {
        state.round = room.tick;
        state.hand.face = room.tick;
        if (room.tick % 5 === 0) state.cards.clear();
        state.cards.push(new Card({ face: room.tick }));
        room.notifyAll('round', room.tick);
      });
      await room.until(() => false);
    },
  });
}

const late = table(DELAY_MS);

function sightOf({ round, cards, hand }: InstanceType<typeof Table>): unknown {
  return { round, cards: Array.from(cards ?? [], ({ face }) => face), hand: hand?.face };
}

/** What a spectator of a tick sees: all of it as it was then. */
function sightAt(tick: number): unknown {
  const first = Math.max(1, tick - (tick % 5));
  const cards = Array.from({ length: tick - first + 1 }, (_, index) => first + index);
  return { round: tick, cards, hand: tick };
}

test('P7.5 spectators of a game that is shown late see the state of before the delay, and what only they may see', async () => {
  const match = new VirtualMatch(late);
  const will = match.connect(await match.spectate('Will'));
  await match.tick(DELAY_TICKS);
  for (let tick = 1; tick < 30; tick++) {
    await match.tick();
    expect(sightOf(will)).toEqual(sightAt(match.match.tick - DELAY_TICKS));
  }
});

test('P7.5 its players see it as it is', async () => {
  const match = new VirtualMatch(late);
  const ann = match.connect(await match.join('Ann'));
  await match.spectate('Will');
  await match.tick(3);
  expect(ann.round).toBe(match.match.tick);
});

test('P7.5 notices reach them as late', async () => {
  const match = new VirtualMatch(late);
  const will = await match.spectate('Will');
  await match.tick(DELAY_TICKS + 4);
  expect(match.notices(will).map(({ data }) => data)).toEqual([1, 2, 3, 4, 5]);
});

test('P7.6 the first to watch sees nothing before the delay has passed', async () => {
  const match = new VirtualMatch(late);
  await match.join('Ann');
  await match.tick(50);
  const bytes: number[] = [];
  const will = match.connect(await match.spectate('Will'), (patch) => bytes.push(patch.length));
  await match.tick(DELAY_TICKS);
  expect(bytes).toEqual([]);
  await match.tick();
  expect(sightOf(will)).toEqual(sightAt(match.match.tick - DELAY_TICKS));
});

test('P7.6 who comes when others watch sees at once what they see', async () => {
  const match = new VirtualMatch(late);
  const will = match.connect(await match.spectate('Will'));
  await match.tick(3 * DELAY_TICKS);
  const wyn = match.connect(await match.spectate('Wyn'));
  await match.tick();
  expect(sightOf(wyn)).toEqual(sightAt(match.match.tick - DELAY_TICKS));
  await match.tick(7);
  expect(sightOf(wyn)).toEqual(sightOf(will));
});

test('P7.7 the match does not depend on the delay', async () => {
  const recordings = [];
  for (const delayMs of [0, DELAY_MS]) {
    const match = new VirtualMatch(table(delayMs));
    match.connect(await match.spectate('Will'));
    await match.tick(40);
    recordings.push(match.recording());
  }
  expect(recordings[0]).toEqual(recordings[1]);
});

test.each([-1, Number.NaN, 300_001, Infinity])('P7.9 a delay of %s ms is a RangeError', (delayMs) => {
  expect(() => table(delayMs)).toThrow(new RangeError(`table: spectators.delayMs is 0 to 300000 ms, not ${delayMs}`));
});

/** Shows the length of each state, and of what has come since: the content of a state is how much there has been. */
function played(
  stream: DelayedStream<number>,
  lengths: readonly number[],
  watch: (due: SpectatorTick<number>[]) => void,
): void {
  lengths.forEach((length, index) => {
    const tick = index + 1;
    if (!stream.isActive) stream.begin(tick, new Uint8Array(20_000));
    else stream.add(tick, length === 0 ? undefined : new Uint8Array(length));
    if (stream.needsState) stream.addWholeState(new Uint8Array(20_000));
    const due: SpectatorTick<number>[] = [];
    for (let moment = stream.nextDue(); moment !== undefined; moment = stream.nextDue()) due.push(moment);
    watch(due);
  });
}

test('P7.8 each tick is shown once, after the delay, and newcomers get a whole state and what has come since', () => {
  const patches = fc.array(fc.nat({ max: 3_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), patches, (delayTicks, lengths) => {
      const stream = new DelayedStream<number>(delayTicks);
      const shown: number[] = [];
      played(stream, lengths, (due) => {
        shown.push(...due.map(({ tick }) => tick));
        // A whole state, and each tick after it in which anything has changed.
        const [state, ...since] = stream.shown.map(({ tick }) => tick);
        const changed = shown.filter((tick) => state !== undefined && tick > state && lengths[tick - 1] !== 0);
        expect([state, since]).toEqual([shown.length === 0 ? undefined : expect.any(Number), changed]);
      });
      expect(shown).toEqual(Array.from({ length: Math.max(0, lengths.length - delayTicks) }, (_, index) => index + 1));
      while (stream.nextDue(true) !== undefined);
      expect(stream.shownTick).toBe(lengths.length);
    }),
  );
});

test('P7.8 what is kept is bounded by what a delay has, and two states; idle ticks leave nothing', () => {
  const stream = new DelayedStream<number>(30);
  let most = 0;
  const [busy, idle] = [Array<number>(3_000).fill(100), Array<number>(3_000).fill(0)];
  played(stream, [...busy, ...idle], () => (most = Math.max(most, stream.bytes)));
  expect(most).toBeLessThan(30 * 400 + 3 * 20_000);
  expect(stream.shown.length).toBeLessThan(80);
});
