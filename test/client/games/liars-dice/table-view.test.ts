import { describe, expect, it } from 'vitest';
import { seatPositions } from '../../../../client/games/liars-dice/seat-positions.ts';
import { mayBid, mayCall, readTable } from '../../../../client/games/liars-dice/table-view.ts';
import { countingDice } from '../../../../client/games/liars-dice/tally.ts';
import { Call, ChatLine, Reveal, Seat, Table } from '../../../../shared/games/liars-dice/state.ts';

function table(change: Partial<{ phase: string; turn: number }> = {}): Table {
  const state = new Table().assign({ phase: 'bidding', turn: 1, round: 2, ...change } as object);
  for (const [index, dice] of [[2, 3], [1, 5, 5], [6]].entries()) {
    const seat = new Seat().assign({ player: `p${index}`, name: `N${index}`, playing: true, diceCount: dice.length });
    if (index === 0) seat.dice.push(...dice);
    state.seats.push(seat);
  }
  state.seats.push(new Seat());
  return state;
}

describe('readTable', () => {
  it('takes plain values that later patches do not change', () => {
    const state = table();
    const view = readTable(state);
    state.seats[0]?.dice.push(6);
    state.chat.push(new ChatLine().assign({ name: 'N0', text: 'hello' }));
    expect(view?.seats[0]?.dice).toEqual([2, 3]);
    expect(view?.chat).toEqual([]);
    expect(view?.diceInPlay).toBe(6);
  });

  it('has the standing bid and its index among the calls', () => {
    const state = table();
    state.calls.push(new Call().assign({ seat: 0, kind: 'bid', count: 2, face: 3 }));
    state.calls.push(new Call().assign({ seat: 1, kind: 'bid', count: 2, face: 5 }));
    state.calls.push(new Call().assign({ seat: 2, kind: 'challenge' }));
    expect(readTable(state)?.standing).toEqual({ seat: 1, count: 2, face: 5, index: 1 });
  });

  it('shows a reveal only while the cups are up', () => {
    const state = table();
    state.reveal = new Reveal().assign({ kind: 'challenge', face: 5 });
    expect(readTable(state)?.reveal).toBeUndefined();
    state.phase = 'reveal';
    expect(readTable(state)?.reveal?.face).toBe(5);
  });
});

describe('permissions', () => {
  const state = table();
  state.calls.push(new Call().assign({ seat: 0, kind: 'bid', count: 2, face: 3 }));
  const view = readTable(state);
  if (!view) throw new Error('no view');

  it('only the turn’s seat may bid', () => {
    expect([0, 1, 2, undefined].map((me) => mayBid(view, me))).toEqual([false, true, false, false]);
  });

  it('anybody but the bidder may call, if they play', () => {
    expect([0, 1, 2, 3, undefined].map((me) => mayCall(view, me))).toEqual([false, true, true, false, false]);
  });
});

describe('placeSeats', () => {
  const seats = readTable(table())?.seats ?? [];

  it('seats the others clockwise from the left', () => {
    expect(seatPositions(seats, 1, 'bidding').map(({ seat }) => seat.index)).toEqual([2, 0]);
  });

  it('shows empty seats only while the table waits for players', () => {
    expect(seatPositions(seats, 1, 'waiting').map(({ seat }) => seat.index)).toEqual([2, 3, 0]);
  });

  it('shows everybody to a spectator', () => {
    expect(seatPositions(seats, undefined, 'bidding').map(({ seat }) => seat.index)).toEqual([0, 1, 2]);
  });
});

it('the count at the reveal includes the bid’s face and wild ones', () => {
  const state = table({ phase: 'reveal' });
  state.reveal = new Reveal().assign({ kind: 'challenge', face: 5 });
  for (const [index, dice] of [[2, 3], [1, 5, 5], [6]].entries()) state.seats[index]?.shown.push(...dice);
  const view = readTable(state);
  expect(view && countingDice(view)).toEqual(['1:0', '1:1', '1:2']);
});
