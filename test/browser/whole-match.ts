/** A whole match of Liar's Dice with two bots and a silent guest, in virtual time: what comes of it, for Node and browsers to compare. */
import { liarsDice, liarsDiceBot } from '../../shared/games/liars-dice/index.ts';
import { formatTasks } from '../../shared/runtime/host.ts';
import { VirtualMatch } from '../../shared/runtime/testing.ts';

/** The story of the match: every second the state, and what the room waits for. */
export async function wholeMatch(seed: number): Promise<string[]> {
  const match = new VirtualMatch(liarsDice, { seed, bot: liarsDiceBot, options: { seats: 3, fillAfterMs: 0 } });
  await match.join('Ann');
  const story: string[] = [];
  for (let tick = 0; tick < 40_000 && match.ended === undefined; tick++) {
    await match.tick();
    if (tick % 20 === 0) story.push(`${JSON.stringify(match.state.toJSON())}\n${formatTasks(match.match.describe())}`);
  }
  story.push(JSON.stringify(match.ended));
  return story;
}
