/** What happens with the cups: dice are rolled under them, and a round ends when they go up. */
import { setDeadline } from '../../runtime/index.ts';
import { diceBySeat, type Called, type Forfeited } from './bidding.ts';
import { PACE } from './constants.ts';
import { applyOutcome, countFace, settleCall } from './rules.ts';
import type { TableRoom } from './spec.ts';

/** All players roll the dice they have left, and look under their own cups. */
export async function roll(room: TableRoom): Promise<void> {
  const { state } = room;
  state.phase = 'rolling';
  state.round += 1;
  state.calls.clear();
  for (const seat of state.seats) {
    seat.shown.clear();
    seat.dice.clear();
    for (let die = 0; die < seat.diceCount; die += 1) seat.dice.push(room.random.int(1, 6));
  }
  setDeadline(room, state, PACE.rollMs);
  await room.sleep(PACE.rollMs);
}

/** Up with the cups: counts the dice and settles the call. Returns the seat whose dice change. */
export async function showDice(room: TableRoom, call: Called): Promise<number> {
  const { state } = room;
  const { kind, caller, standing } = call;
  const playing = state.seats.filter((seat) => seat.playing);
  for (const seat of playing) seat.shown.push(...seat.dice);
  const actual = countFace(
    playing.flatMap((seat) => [...seat.shown]),
    standing.face,
  );
  const dice = diceBySeat(state);
  const outcome = settleCall({ kind, caller, bidder: standing.seat, bid: standing, actual, dice });
  const { count, face } = standing;
  state.reveal.assign({ kind, caller, bidder: standing.seat, count, face, actual, ...outcome });
  for (const [index, left] of applyOutcome(dice, outcome).entries()) {
    const seat = state.seats[index];
    if (seat === undefined) continue;
    seat.diceCount = left;
    seat.playing = left > 0;
  }
  state.phase = 'reveal';
  setDeadline(room, state, PACE.revealMs);
  await room.sleep(PACE.revealMs);
  return outcome.seat;
}

/** The bidder left, so their bid is off, and nobody else loses a die. Returns the leaver's seat. */
export async function showForfeit(room: TableRoom, { standing }: Forfeited): Promise<number> {
  const { state } = room;
  const { seat, count, face } = standing;
  const lost = state.seats[seat]?.dice.length ?? 0;
  state.reveal.assign({ kind: 'forfeit', caller: -1, bidder: seat, count, face, actual: 0, seat, change: -lost });
  state.phase = 'reveal';
  setDeadline(room, state, PACE.forfeitMs);
  await room.sleep(PACE.forfeitMs);
  return seat;
}
