import { expect, test } from 'vitest';
import { roster, RosterSeat, takeSeat } from '../../../shared/runtime/index.ts';
import { resultOf } from '../play.ts';
import { Hand, NO_RESIDUE, pieceMatch, type PieceRoom } from './piece-game.ts';

function keep(keepsLeavers?: (room: PieceRoom) => boolean) {
  return pieceMatch(async (room) => {
    roster(room, room.state.seats, RosterSeat, keepsLeavers && { keepsLeavers: () => keepsLeavers(room) });
    await room.until(() => room.now >= 60_000);
  });
}

type Kept = ReturnType<typeof keep>;

function seatsOf({ state }: Kept): string[] {
  return state.seats.map(
    ({ name, connected, bot }) => `${name || '–'}${bot ? ' (bot)' : ''}${connected ? '' : ' away'}`,
  );
}

test('G2.1 players are in the list by the number of their seat, from the tick of their arrival on', async () => {
  const match = keep();
  const ann = await match.join('Ann');
  const ben = await match.join('Ben');
  expect(seatsOf(match)).toEqual(['Ann', 'Ben']);
  expect(match.state.seats.map(({ player }) => player)).toEqual([ann, ben]);
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bo', bot: true });
  await match.tick();
  expect(seatsOf(match)).toEqual(['Ann', 'Ben', 'Bo (bot)']);
});

test('G2.1 players who sit already are in the list when the call returns', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(1);
    roster(room, room.state.seats, RosterSeat);
    return room.state.seats.map(({ name }) => name);
  });
  await match.join('Ann');
  expect(resultOf(match.match)).toEqual(['Ann']);
});

test('G2.1 who drops is not connected, and is again after the return', async () => {
  const match = keep();
  const ann = await match.join('Ann');
  match.drop(ann);
  await match.tick();
  expect(seatsOf(match)).toEqual(['Ann away']);
  match.return(ann);
  await match.tick();
  expect(seatsOf(match)).toEqual(['Ann']);
});

test('G2.1 clients decode the roster as it is', async () => {
  const match = keep();
  const ann = await match.join('Ann');
  const seen = match.connect(ann);
  await match.join('Ben');
  expect(seen.seats.toJSON()).toEqual(match.state.seats.toJSON());
});

test('G2.2 the seat of a player who has left is emptied, and the next player gets it', async () => {
  const match = keep();
  const ann = await match.join('Ann');
  await match.join('Ben');
  match.state.seats[0]!.wins = 3;
  match.drop(ann);
  match.leave(ann);
  await match.tick();
  expect(seatsOf(match)).toEqual(['–', 'Ben']);
  await match.join('Cid');
  expect(seatsOf(match)).toEqual(['Cid', 'Ben']);
});

test('G2.2 while leavers are kept their seats stay, not connected, until a new player takes them', async () => {
  const match = keep((room) => room.now < 2_000);
  const [ann, ben] = [await match.join('Ann'), await match.join('Ben')];
  match.state.seats[1]!.wins = 2;
  match.leave(ann);
  match.leave(ben);
  await match.tick();
  expect([seatsOf(match), match.state.seats[1]!.wins]).toEqual([['Ann away', 'Ben away'], 2]);
  await match.join('Cid');
  expect(seatsOf(match)).toEqual(['Cid', 'Ben away']);
  await match.advance(2_000);
  expect(seatsOf(match)).toEqual(['Cid', '–']);
});

test('G2.3 wins stay over a drop, and are 0 for a player who takes the seat in the same tick', async () => {
  const match = keep();
  const ann = await match.join('Ann');
  match.state.seats[0]!.wins = 2;
  match.drop(ann);
  await match.tick();
  expect(match.state.seats[0]!.wins).toBe(2);
  match.leave(ann);
  await match.join('Ben');
  expect(match.state.seats.map(({ name, wins }) => [name, wins])).toEqual([['Ben', 0]]);
});

test('G2.3 onTake is called once for each player, and not again after a checkpoint: a hidden card is seen by its owner', async () => {
  const match = pieceMatch(async (room, from) => {
    roster(room, room.state.hands, Hand, {
      onTake(hand, player) {
        room.state.log.push(player.name);
        hand.card = 10 + player.seat;
        player.view.add(hand);
      },
    });
    await room.sleep(1_000);
    if (from === undefined) await room.checkpoint({ round: 1 });
    await room.sleep(1_000);
  });
  const [ann, ben] = [await match.join('Ann'), await match.join('Ben')];
  const [first, second] = [match.connect(ann), match.connect(ben)];
  await match.advance(1_500);
  expect([...match.state.log]).toEqual(['Ann', 'Ben']);
  expect([first, second].map(({ hands }) => hands.map(({ card }) => card))).toEqual([
    [10, undefined],
    [undefined, 11],
  ]);
});

test('G2.3 a seat that is taken by hand counts as taken, and taking it again changes no wins', async () => {
  const match = pieceMatch(async (room) => {
    const [ann] = await room.seated(1);
    const seat = new RosterSeat();
    takeSeat(seat, ann);
    seat.wins = 4;
    takeSeat(seat, ann);
    room.state.seats.push(seat);
    roster(room, room.state.seats, RosterSeat);
    await room.sleep(1_000);
  });
  await match.join('Ann');
  expect(match.state.seats.map(({ name, wins }) => [name, wins])).toEqual([['Ann', 4]]);
});

test('G8.1 a roster ends with the scope that keeps it', async () => {
  const match = pieceMatch(async (room) => {
    await room.within(500, async () => {
      roster(room, room.state.seats, RosterSeat);
      await room.sleep(10_000);
    });
    await room.sleep(1_000);
  });
  const ann = await match.join('Ann');
  await match.advance(600);
  match.leave(ann);
  await match.tick();
  expect(match.state.seats.map(({ name }) => name)).toEqual(['Ann']);
  await match.until(() => match.ended !== undefined);
  expect(match.match.residue).toEqual(NO_RESIDUE);
});
