import { $refId, Decoder, Encoder, StateView } from '@colyseus/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { Seat, Table } from '../../../shared/games/liars-dice/state.ts';
import { TestTable } from './test-table.ts';
import { propertyTest } from '../../support/property-test.ts';

type Hands = readonly (readonly number[])[];

function handsOf(state: Table): number[][] {
  return state.seats.map((seat) => [...(seat.dice ?? [])]);
}

/** All that seat 0 and a spectator are sent while these hands are rolled, one after another. */
function bytesFor(viewer: 0 | undefined, rolls: readonly Hands[]): string[] {
  const state = new Table();
  const encoder = new Encoder(state);
  const view = new StateView();
  for (let index = 0; index < 3; index += 1) {
    const seat = new Seat();
    state.seats.push(seat);
    if (index === viewer) view.add(seat);
  }
  const patches: string[] = [];
  for (const hands of rolls) {
    for (const [index, seat] of state.seats.entries()) {
      seat.dice.clear();
      seat.dice.push(...(hands[index] ?? []));
    }
    const it = { offset: 0 };
    const shared = encoder.encode(it);
    const bytes = viewer === undefined ? shared : encoder.encodeView(view, it.offset, it);
    patches.push(Buffer.from(bytes).toString('hex'));
    encoder.discardChanges();
    const all = { offset: 0 };
    const whole = encoder.encodeAll(all);
    const full = viewer === undefined ? whole : encoder.encodeAllView(view, all.offset, all);
    patches.push(Buffer.from(full).toString('hex'));
  }
  return patches;
}

const hand = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 5, maxLength: 5 });
const rolls = fc.array(fc.record({ own: hand, others: fc.tuple(hand, hand), instead: fc.tuple(hand, hand) }), {
  minLength: 1,
  maxLength: 4,
});

describe('what is sent to a client', () => {
  propertyTest(
    'does not depend, not by one byte, on dice that its seat may not see',
    [rolls, fc.constantFrom(0 as const, undefined)],
    (rounds, viewer) => {
      const own = (round: (typeof rounds)[number]) => (viewer === 0 ? round.own : round.own.toReversed());
      const real = rounds.map((round) => [round.own, ...round.others]);
      const other = rounds.map((round) => [own(round), ...round.instead]);
      expect(bytesFor(viewer, real)).toEqual(bytesFor(viewer, other));
    },
  );

  test('does depend on the seat’s own dice', () => {
    const others = [
      [2, 2, 2, 2, 2],
      [3, 3, 3, 3, 3],
    ];
    const [low, high] = [
      [1, 1, 1, 1, 1],
      [6, 6, 6, 6, 6],
    ];
    expect(bytesFor(0, [[low, ...others]])).not.toEqual(bytesFor(0, [[high, ...others]]));
  });
});

describe('through whole rounds a client', () => {
  test('sees its own dice and nobody else’s before the reveal', async () => {
    const table = await TestTable.seated(3, { seats: 3, fillAfterMs: null });
    const clients = table.players.map((id) => table.match.connect(id));
    const watcher = table.match.connect(await table.match.spectate('Gil'));
    let looked = 0;
    for (let round = 0; round < 4; round += 1) {
      await table.reach('bidding');
      await table.bidTooMuch();
      const hands = handsOf(table.state);
      for (const [seat, client] of clients.entries()) {
        expect(handsOf(client)).toEqual(hands.map((dice, index) => (index === seat ? dice : [])));
        expect(client.seats.every(({ shown }) => shown.length === 0)).toBe(true);
        looked += client.seats[seat]?.dice.length ?? 0;
      }
      expect(handsOf(watcher)).toEqual([[], [], []]);
      await table.call(table.turn, 'challenge');
      for (const client of [...clients, watcher]) {
        expect(client.seats.map((seat) => [...seat.shown])).toEqual(hands);
      }
      await table.reach('rolling');
    }
    expect(looked).toBeGreaterThan(40);
  });

  test('that reconnects sees its own dice again, and no others', async () => {
    const table = await TestTable.bidding(3);
    table.match.drop(table.idOf(1));
    await table.match.advance(2_000);
    table.match.return(table.idOf(1));
    const client = table.match.connect(table.idOf(1));
    await table.match.tick();
    expect(handsOf(client)).toEqual(handsOf(table.state).map((dice, index) => (index === 1 ? dice : [])));
  });

  test('that takes the seat of a player who left does not see the dice under the cup', async () => {
    const table = await TestTable.seated(2, { seats: 3, fillAfterMs: null });
    await table.say(0, 'start', {});
    await table.reach('bidding');
    await table.leave(0);
    table.match.answer(table.players[1] ?? '', true);
    await table.reach('waiting');
    await table.join(1);
    const client = table.match.connect(table.players[2] ?? '');
    await table.match.tick();
    expect(client.seats[0]?.name).toBe('Cid');
    expect(handsOf(client)).toEqual([[], [], []]);
  });

  test('that joins late sees the table as it is, and no dice', async () => {
    const table = await TestTable.bidding(3);
    await table.bid(table.turn, 2, 4);
    const late = table.match.connect(await table.match.spectate('Gil'));
    await table.match.tick();
    expect(late.phase).toBe('bidding');
    expect(late.seats.map(({ name, diceCount }) => `${name} ${diceCount}`)).toEqual(['Ann 5', 'Bob 5', 'Cid 5']);
    expect(late.calls.map(({ count, face }) => [count, face])).toEqual([[2, 4]]);
    expect(handsOf(late)).toEqual([[], [], []]);
  });

  test('gets the time and the deadline in one patch', async () => {
    const table = await TestTable.seated(1, { seats: 3, fillAfterMs: 0 }, 9, liarsDiceBot);
    const client = table.match.connect(table.players[0] ?? '');
    let deadline = 0;
    for (let tick = 0; tick < 3_000; tick += 1) {
      await table.match.tick();
      if (client.deadline === deadline) continue;
      deadline = client.deadline;
      if (deadline > 0) expect(client.now).toBe(table.match.now);
    }
  });

  test('gets no byte that names another’s dice, in a whole match', async () => {
    const table = await TestTable.seated(1, { seats: 4, fillAfterMs: 0 }, 13, liarsDiceBot);
    const decoder = new Decoder(new Table());
    let received = 0;
    table.match.connect(table.players[0] ?? '', (bytes) => {
      received += bytes.length;
      decoder.decode(bytes);
    });
    await table.reach('result', 1_800_000);
    const diceRefs = table.state.seats.map(({ dice }) => dice[$refId]);
    expect(received).toBeGreaterThan(2_000);
    expect(diceRefs.every((ref) => ref !== undefined)).toBe(true);
    expect(diceRefs.map((ref) => decoder.root.refs.has(ref ?? -1))).toEqual([true, false, false, false]);
  });

  test('gets no patch while nothing happens', async () => {
    const table = await TestTable.bidding(2);
    let patches = 0;
    table.match.connect(table.players[0] ?? '', () => (patches += 1));
    await table.match.tick();
    expect(patches).toBe(1);
    await table.match.advance(20_000);
    expect(patches).toBe(1);
  });
});
