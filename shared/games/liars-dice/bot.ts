/** A bot that plays Liar's Dice from what its own seat can see. */
import { defineBot, type Bot } from '../../runtime/index.ts';
import { liarsDice } from './game.ts';
import type { Emote } from './house.ts';
import type { Bid } from './rules.ts';
import type { table } from './spec.ts';
import { breaksIn, chooseOnTurn, TEMPERS, type Move, type Sight } from './think.ts';

type TableBot = Bot<typeof table>;

const HESITATION_MS = { min: 600, max: 2_500 } as const;
/** How long a bot waits for its word to show before it thinks again. */
const RETRY_MS = 3_000;
const EMOTE_CHANCE = 0.12;

/** Bids by its chances, bluffs now and then, and always wants a rematch. */
export const regular = defineBot(liarsDice, {
  name: 'regular',
  async play(bot) {
    await bot.all([() => playHands(bot), () => vote(bot), () => showFeelings(bot)]);
  },
});

/** Thinks anew about whatever was said last, for as long as there are matches to play. */
async function playHands(bot: TableBot): Promise<void> {
  for (;;) {
    await bot.until(() => mayAct(bot));
    const moment = momentOf(bot);
    await bot.within(hesitation(bot), () => nextMoment(bot, moment));
    if (momentOf(bot) !== moment) continue;
    const move = decide(bot);
    if (move === undefined) {
      await nextMoment(bot, moment);
    } else {
      await say(bot, move);
      await bot.within(RETRY_MS, () => nextMoment(bot, moment));
    }
  }
}

function decide(bot: TableBot): Move | undefined {
  const temper = TEMPERS[bot.state.skill];
  const sight = look(bot);
  if (bot.state.turn === bot.seat) return chooseOnTurn(sight, temper, bot.random);
  return breaksIn(sight, temper) ? { kind: 'challenge' } : undefined;
}

async function say(bot: TableBot, move: Move): Promise<void> {
  // A refusal needs no reply: somebody was quicker, and the next moment brings a new thought.
  if (move.kind === 'bid') await bot.send('bid', move.bid);
  else await bot.send(move.kind, { bid: bot.state.calls.length - 1 });
}

async function vote(bot: TableBot): Promise<void> {
  for (;;) {
    const question = await bot.asked('rematch');
    await bot.sleep(hesitation(bot));
    question.answer(true);
  }
}

/** Now and then shows what it thinks of a reveal. */
async function showFeelings(bot: TableBot): Promise<void> {
  for (;;) {
    await bot.until(() => bot.state.phase === 'reveal');
    const { round, reveal } = bot.state;
    if (bot.random.chance(EMOTE_CHANCE)) {
      await bot.sleep(hesitation(bot));
      await bot.send('emote', feeling(bot, reveal.seat === bot.seat, reveal.change));
    }
    await bot.until(() => bot.state.phase !== 'reveal' || bot.state.round !== round);
  }
}

function feeling(bot: TableBot, mine: boolean, change: number): Emote {
  const lost = change < 0;
  if (mine) return bot.random.pick(lost ? (['gasp', 'doubt'] as const) : (['cheers', 'laugh'] as const));
  return bot.random.pick(lost ? (['laugh', 'sorry'] as const) : (['clap', 'gasp'] as const));
}

function look(bot: TableBot): Sight {
  const { seats } = bot.state;
  return {
    own: [...(seats[bot.seat]?.dice ?? [])],
    dice: seats.map(({ diceCount }) => diceCount),
    standing: standingOf(bot),
  };
}

function standingOf(bot: TableBot): Bid | undefined {
  const last = bot.state.calls.at(-1);
  return last?.kind === 'bid' ? { count: last.count, face: last.face } : undefined;
}

function mayAct(bot: TableBot): boolean {
  const { phase, seats, turn, calls } = bot.state;
  if (phase !== 'bidding' || !seats[bot.seat]?.playing) return false;
  return turn === bot.seat || (calls.length > 0 && calls.at(-1)?.seat !== bot.seat);
}

/** Changes with everything that asks for a new thought. */
function momentOf(bot: TableBot): string {
  const { phase, round, turn, calls } = bot.state;
  return `${phase} ${round} ${turn} ${calls.length}`;
}

async function nextMoment(bot: TableBot, moment: string): Promise<void> {
  await bot.until(() => momentOf(bot) !== moment);
}

function hesitation(bot: TableBot): number {
  return bot.random.int(HESITATION_MS.min, HESITATION_MS.max);
}
