import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../client/bots/options.ts';
import { BadOption } from '../../../shared/command-line.ts';
import { arena } from '../../../shared/games/arena/index.ts';
import { type BotScript, defineBot } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

describe('the command line of the bots', () => {
  it('has a default for everything but the game', () => {
    const options = readOptions(['--game', 'liars-dice'], '8080');
    expect(options).toMatchObject({ count: 5, seconds: 60, url: 'ws://localhost:8080', room: undefined, json: false });
    expect(options?.played.game.name).toBe('liars-dice');
  });

  it('takes the code of a table in any case', () => {
    expect(readOptions(['--game', 'liars-dice', '--room', 'abcde'])?.room).toBe('ABCDE');
  });

  it('gives nothing where only help is asked for', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [[], '--game is missing'],
    [['--game', 'chess'], 'There are no bots for "chess"'],
    [['--game', 'liars-dice', '--count', '0'], '--count is a whole number from 1 to 500'],
    [['--game', 'liars-dice', '--seconds', 'long'], '--seconds is a whole number'],
    [['--game', 'liars-dice', '--url', 'localhost:2567'], '--url is like ws://localhost:2567'],
    [['--game', 'liars-dice', '--count'], 'No value for --count:'],
    [['--game', 'arena', '--skill', 'best'], '--skill is one of easy, regular, sharp, not "best"'],
    [['--game', 'arena', '--personality', 'bold'], '--personality is one of hunter, sniper, skirmisher, guardian, not'],
    [['--game', 'liars-dice', '--hurry'], 'There is no option "--hurry":'],
    [['liars-dice'], 'There is no use for "liars-dice":'],
  ])('turns %j away: %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(BadOption);
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('the choices of skill and personality', () => {
  const scriptOf = (...args: string[]) => readOptions(['--game', 'arena', ...args])!.played.script;

  /** How often each side kills and dies in a minute's fight of four against four. */
  async function fight(...sides: readonly [BotScript, BotScript]) {
    const bot = defineBot(arena, { name: 'side', play: async (each) => void (await sides[each.seat % 2]?.play(each)) });
    const match = new VirtualMatch(arena, { options: { seats: 9, fill: 8, roundMs: 60_000 }, bot });
    await match.spectate('Zoe');
    await match.until(() => match.state.phase === 'podium');
    const total = (side: number, figure: 'score' | 'deaths') =>
      match.state.fighters.reduce((sum, fighter, seat) => sum + (seat % 2 === side ? fighter[figure] : 0), 0);
    return [0, 1].map((side) => ({ kills: total(side, 'score'), deaths: total(side, 'deaths') }));
  }

  it('are those that the bots play with', async () => {
    const [sharp, easy] = await fight(scriptOf('--skill', 'sharp'), scriptOf('--skill', 'easy'));
    expect(sharp!.kills).toBeGreaterThan(2 * easy!.kills);
    const [hunters, snipers] = await fight(scriptOf('--personality', 'hunter'), scriptOf('--personality', 'sniper'));
    expect(hunters!.deaths).toBeGreaterThan(1.3 * snipers!.deaths);
  }, 300_000);
});
