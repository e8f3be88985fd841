/** An evening of Liar's Dice in virtual time: one person, who bids and calls at once, and three bots. */
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { diceInPlay, leastRaise } from '../../../shared/games/liars-dice/rules.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Snapshot } from '../../../shared/runtime/host.ts';
import type { RecordedMatch } from './recorded-match.ts';

export const PLAYERS = 4;

export async function playEvening(seed: number, minutes: number): Promise<RecordedMatch> {
  const match = openTable(seed);
  const person = await match.join('Ann');
  const snapshots: Snapshot[] = [];
  let answered = 0;
  while (match.now < minutes * 60_000 && match.ended === undefined) {
    await match.tick();
    const { snapshot } = match.match;
    if (snapshot !== undefined && snapshot !== snapshots.at(-1)) snapshots.push(snapshot);
    takeTurn(match, person);
    const asked = match.questions(person);
    if (asked.length > answered) match.answer(person, true);
    answered = asked.length;
  }
  return { recording: match.recording(), snapshots };
}

function openTable(seed: number) {
  return new VirtualMatch(liarsDice, { options: { seats: PLAYERS, fillAfterMs: 0 }, seed, bot: liarsDiceBot });
}

function takeTurn(match: ReturnType<typeof openTable>, person: string): void {
  const { phase, turn, seats, calls } = match.state;
  // One try in a second: as fast as people are.
  if (phase !== 'bidding' || seats[turn]?.player !== person || match.now % 1_000 !== 0) return;
  const standing = calls.at(-1);
  const raise = leastRaise(standing, diceInPlay(seats.map(({ diceCount }) => diceCount)));
  if (raise === undefined || calls.length > 4) match.send(person, 'challenge', {});
  else match.send(person, 'bid', raise);
}
