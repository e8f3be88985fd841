/** Liar's Dice, as the rules on the box tell it. */
import { bidding, diceBySeat } from './bidding.ts';
import { roll, showDice, showForfeit } from './cups.ts';
import { gatherPlayers } from './gathering.ts';
import { PACE } from './house.ts';
import { nextStarter, scoreWin, seatsInPlay, winnerOf } from './rules.ts';
import { dealIn, keepSeats, setDeadline, setTable, sitDown } from './seating.ts';
import type { TableRoom } from './spec.ts';
import { chat, emotes } from './talk.ts';

/** An evening at the table: matches are played as long as somebody wants another one. */
export async function play(room: TableRoom): Promise<void> {
  setTable(room);
  await room.scope(async (evening) => {
    evening.spawn('door', () => keepDoor(room));
    room.onTick(() => keepSeats(room));
    do {
      if (!(await gatherPlayers(room))) break;
      await playMatch(room);
    } while (await voteRematch(room));
    evening.cancel('the evening is over');
  });
}

/** Lets newcomers sit down and talk. */
async function keepDoor(room: TableRoom): Promise<void> {
  for await (const player of room.arrivals()) {
    const seat = room.state.seats[player.seat];
    if (seat === undefined) continue;
    sitDown(room, player, seat);
    room.spawn(`chat of ${player.id}`, () => chat(room, player));
    room.spawn(`emotes of ${player.id}`, () => emotes(room, player));
  }
}

/** Everybody gets five dice; rounds are played until only one has any left. */
async function playMatch(room: TableRoom): Promise<void> {
  const { state } = room;
  dealIn(room);
  let starter = room.random.pick(seatsInPlay(diceBySeat(state)));
  while (seatsInPlay(diceBySeat(state)).length > 1) starter = await playRound(room, starter);

  const winner = winnerOf(diceBySeat(state));
  if (winner === undefined) return;
  const wins = scoreWin(
    state.seats.map((seat) => seat.wins),
    winner,
  );
  for (const [index, seat] of state.seats.entries()) seat.wins = wins[index] ?? 0;
  state.winner = winner;
}

/** All roll; bids go around until one is called; the cups go up, and somebody loses a die. Returns who starts the next round. */
async function playRound(room: TableRoom, starter: number): Promise<number> {
  const { state } = room;
  await roll(room);
  const end = await bidding(room, starter);
  state.turn = -1;
  if (end.kind === 'alone') return starter;
  const changed = end.kind === 'forfeit' ? await showForfeit(room, end) : await showDice(room, end);
  return nextStarter(diceBySeat(state), changed);
}

/** Asks everybody whether to play again; who does not want to leaves the table. Returns whether any human stays. */
async function voteRematch(room: TableRoom): Promise<boolean> {
  const { state } = room;
  if (state.winner < 0) return false;
  state.phase = 'result';
  setDeadline(room, PACE.rematchMs);
  const data = { winner: state.winner };
  const votes = await room.all(
    room.players.map((player) => async () => {
      const again = await player.ask('rematch', data, { timeoutMs: PACE.rematchMs, otherwise: undefined });
      if (again !== true) player.dismiss(again === undefined ? 'No answer to the rematch.' : 'Thanks for playing.');
      return { player, stays: again === true };
    }),
  );
  await room.until(() => votes.every(({ player, stays }) => stays || player.left));
  return room.players.some(({ bot }) => !bot);
}
