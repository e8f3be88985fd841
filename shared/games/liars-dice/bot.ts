/** A bot that plays Liar's Dice from what its own seat can see. */
import { botChoices, defineBot, type Bot, type BotChoice, type BotScript } from '../../runtime/index.ts';
import { liarsDice } from './game.ts';
import { PERSONALITIES, SKILLS, type Emote, type Personality, type Skill } from './constants.ts';
import { knowledgeOf } from './table-knowledge.ts';
import type { table } from './spec.ts';
import type { Phase } from './state.ts';
import { profileOf, type BotProfile } from './bot-profiles.ts';
import { breaksIn, chooseOnTurn, type Move } from './bot-decisions.ts';

type TableBot = Bot<typeof table>;

/** A bot decides again when one of these changes. */
interface Moment {
  readonly phase: Phase;
  readonly round: number;
  readonly turn: number;
  /** The number of calls. */
  readonly calls: number;
}

const HESITATION_MS = { min: 600, max: 2_500 } as const;
/** How long a bot waits for its move to show in the state before it decides again. */
const RETRY_MS = 3_000;

/** Bids by its chances, bluffs sometimes, and always votes for a rematch. */
export function liarsDiceBotOf({ skill, personality }: BotChoice<Skill, Personality>): BotScript<typeof table> {
  return defineBot(liarsDice, {
    name: 'guest',
    async play(bot) {
      const profile = profileOf(skill ?? bot.state.skill, personality ?? bot.random.pick(PERSONALITIES));
      await bot.all([() => playHands(bot, profile), () => vote(bot), () => showFeelings(bot, profile)]);
    },
  });
}

/** A bot with the table's skill and a random personality. */
export const liarsDiceBot = liarsDiceBotOf({});

export const liarsDiceBots = botChoices(SKILLS, PERSONALITIES, liarsDiceBotOf);

/** Decides again after each call, for as long as there are matches to play. */
async function playHands(bot: TableBot, profile: BotProfile): Promise<void> {
  for (;;) {
    await bot.until(() => mayAct(bot));
    const moment = momentOf(bot);
    await bot.within(hesitation(bot), () => nextMoment(bot, moment));
    if (!isStill(bot, moment)) continue;
    const move = decide(bot, profile);
    if (move === undefined) {
      await nextMoment(bot, moment);
    } else {
      await say(bot, move);
      await bot.within(RETRY_MS, () => nextMoment(bot, moment));
    }
  }
}

function decide(bot: TableBot, profile: BotProfile): Move | undefined {
  const knowledge = knowledgeOf(bot.state, bot.seat);
  if (bot.state.turn === bot.seat) return chooseOnTurn(knowledge, profile, bot.random);
  return breaksIn(knowledge, profile) ? { kind: 'challenge' } : undefined;
}

async function say(bot: TableBot, move: Move): Promise<void> {
  // A refusal needs no handling: somebody was quicker, and the bot decides again when that shows.
  if (move.kind === 'bid') await bot.send('bid', move.bid);
  else await bot.send(move.kind, { bid: bot.state.calls.length - 1 });
}

async function vote(bot: TableBot): Promise<void> {
  for (;;) {
    const question = await bot.nextQuestion('rematch');
    await bot.sleep(hesitation(bot));
    question.answer(true);
  }
}

/** Sometimes reacts to a reveal with an emote. */
async function showFeelings(bot: TableBot, { talk }: BotProfile): Promise<void> {
  for (;;) {
    await bot.until(() => bot.state.phase === 'reveal');
    const { round, reveal } = bot.state;
    if (bot.random.chance(talk)) {
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

function mayAct(bot: TableBot): boolean {
  const { phase, seats, turn, calls } = bot.state;
  if (phase !== 'bidding' || !seats[bot.seat]?.playing) return false;
  return turn === bot.seat || (calls.length > 0 && calls.at(-1)?.seat !== bot.seat);
}

function momentOf({ state: { phase, round, turn, calls } }: TableBot): Moment {
  return { phase, round, turn, calls: calls.length };
}

/** Whether nothing has happened since. Checked in every tick, so it allocates nothing. */
function isStill({ state: { phase, round, turn, calls } }: TableBot, moment: Moment): boolean {
  return phase === moment.phase && round === moment.round && turn === moment.turn && calls.length === moment.calls;
}

async function nextMoment(bot: TableBot, moment: Moment): Promise<void> {
  await bot.until(() => !isStill(bot, moment));
}

function hesitation(bot: TableBot): number {
  return bot.random.int(HESITATION_MS.min, HESITATION_MS.max);
}
