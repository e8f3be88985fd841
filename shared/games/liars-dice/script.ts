/** The script of Liar's Dice; it reads like the rules on the box. */
import { rematch } from '../../runtime/index.ts';
import { bidding, diceBySeat } from './bidding.ts';
import { roll, showDice, showForfeit } from './cups.ts';
import { gatherPlayers } from './gathering.ts';
import { PACE } from './constants.ts';
import { nextStarter, scoreWin, seatsInPlay, winnerOf } from './rules.ts';
import { dealIn, keepSeats, setTable, sitDown } from './seating.ts';
import type { TableCheckpoint, TableRoom } from './spec.ts';
import type { Table } from './state.ts';
import { chat, emotes, pausesAt, type Pauses } from './talk.ts';

/**
 * Plays matches for as long as somebody wants another one, in stages of at most one round. A checkpoint ends each stage, and
 * the script restarts from it.
 */
export async function play(room: TableRoom, from?: TableCheckpoint): Promise<void> {
  if (from === undefined) setTable(room);
  else keepSeats(room);
  const pauses: Pauses = new Map(from?.pauses);
  await room.scope(async (evening) => {
    evening.spawn('door', () => keepDoor(room, pauses));
    room.onTick(() => keepSeats(room));
    const starter = await playStage(room, from?.starter ?? null);
    if (starter !== undefined) await room.checkpoint({ starter, pauses: pausesAt(room.now, pauses) });
    evening.cancel('the evening is over');
  });
}

/**
 * Waits for players if no match is under way; then plays a round, or asks for a rematch if the match is over. Returns who
 * starts the next stage: null for nobody yet, undefined when the table closes.
 */
async function playStage(room: TableRoom, next: number | null): Promise<number | null | undefined> {
  const { state } = room;
  let starter = next;
  if (starter === null) {
    const gathering = await gatherPlayers(room);
    if (gathering !== 'full') return gathering === 'long' ? null : undefined;
    dealIn(room);
    starter = room.random.pick(seatsInPlay(diceBySeat(state)));
  }
  if (seatsInPlay(diceBySeat(state)).length > 1) return playRound(room, starter);
  scoreMatch(state);
  return (await voteRematch(room)) ? null : undefined;
}

/** Lets players sit down and talk, from their arrival on. */
async function keepDoor(room: TableRoom, pauses: Pauses): Promise<void> {
  for await (const player of room.arrivals()) {
    const seat = room.state.seats[player.seat];
    if (seat === undefined) continue;
    sitDown(room, player, seat);
    room.spawn(`chat of ${player.id}`, () => chat(room, player));
    room.spawn(`emotes of ${player.id}`, () => emotes(room, player, pauses));
  }
}

/** The last player with dice has won. */
function scoreMatch(state: Table): void {
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

/** Asks everybody whether to play again; those who decline leave the table. Returns whether a human stays. */
async function voteRematch(room: TableRoom): Promise<boolean> {
  const { state } = room;
  if (state.winner < 0) return false;
  state.phase = 'result';
  const data = { winner: state.winner };
  return rematch(room, {
    ask: (player, limit) => player.ask('rematch', data, limit),
    timeoutMs: PACE.rematchMs,
    deadline: state,
    asksBots: true,
  });
}
