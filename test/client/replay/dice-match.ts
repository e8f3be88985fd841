/** A recorded match of Liar's Dice with two people who leave after some rounds. */
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Recording } from '../../../shared/runtime/host.ts';

export const MATCH = 'KRTWZ-x7k2m5q4pz';

/** Seats 0 and 1; the players of one match are p1 and p2. Ann doubts the first bid that is too high to be true. */
export async function diceMatch(): Promise<Recording> {
  const match = new VirtualMatch(liarsDice, { options: { seats: 2, fillAfterMs: null }, seed: 3 });
  const [ann, bob] = [await match.join('Ann'), await match.join('Bob')];
  for (let round = 1; round <= 2; round += 1) {
    await match.until(() => match.state.phase === 'bidding' && match.state.round === round);
    const bidder = match.state.turn === 0 ? ann : bob;
    match.send(bidder, 'bid', { count: 10 - round, face: 5 });
    await match.advance(1_000);
    if (round === 1) match.send(bob, 'emote', 'doubt');
    await match.advance(2_000);
    match.send(bidder === ann ? bob : ann, 'challenge', {});
    await match.until(() => match.state.phase === 'reveal');
  }
  await match.until(() => match.state.phase === 'bidding');
  await match.advance(5_000);
  for (const player of [ann, bob]) match.leave(player);
  await match.until(() => match.ended !== undefined);
  const recording = match.recording();
  return { ...recording, start: { ...recording.start, matchId: MATCH } };
}
