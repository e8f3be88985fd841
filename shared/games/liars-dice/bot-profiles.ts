/** Bot profiles: a skill says how well a bot plays, a personality in which style. All numbers are chances. */
import type { Personality, Skill } from './constants.ts';

/** What a skill contributes to a profile. */
interface SkillProfile {
  /** Maximum error of its estimates. */
  readonly blur: number;
  /** How strongly it believes that a player who bids a face holds one more of it than chance alone gives. */
  readonly trust: number;
  /** Chance that it bluffs. */
  readonly bluff: number;
  /** Chance that it calls "spot on" when that is its best move. */
  readonly spotOn: number;
  /** Out of turn it challenges bids that are at most this likely. */
  readonly outcry: number;
}

/** What a personality contributes: too little to make up for a skill. */
interface Style {
  /** Factor on the chance of a bluff. */
  readonly bluff: number;
  /** The highest bid it makes must be at least this likely. */
  readonly sure: number;
  /** Added to its estimate that a bid is too high. */
  readonly doubt: number;
  /** Added to its estimate that a bid is exactly right. */
  readonly dare: number;
  /** Chance that it reacts to a reveal with an emote. */
  readonly talk: number;
}

/** How one bot plays. */
export type BotProfile = SkillProfile & Style;

export const SKILL_PROFILES: Readonly<Record<Skill, SkillProfile>> = {
  easy: { blur: 0.3, trust: 0, bluff: 0.2, spotOn: 0.5, outcry: 0.02 },
  regular: { blur: 0.15, trust: 0.15, bluff: 0.1, spotOn: 0.5, outcry: 0.05 },
  sharp: { blur: 0, trust: 0.4, bluff: 0.06, spotOn: 0.8, outcry: 0.08 },
};

export const STYLES: Readonly<Record<Personality, Style>> = {
  steady: { bluff: 1, sure: 0.7, doubt: 0, dare: 0, talk: 0.08 },
  bold: { bluff: 2, sure: 0.65, doubt: -0.03, dare: 0, talk: 0.2 },
  careful: { bluff: 0.2, sure: 0.85, doubt: 0.06, dare: 0, talk: 0.06 },
  gambler: { bluff: 1, sure: 0.7, doubt: -0.02, dare: 0.2, talk: 0.14 },
};

export function profileOf(skill: Skill, personality: Personality): BotProfile {
  const [ability, manner] = [SKILL_PROFILES[skill], STYLES[personality]];
  return { ...ability, ...manner, bluff: ability.bluff * manner.bluff };
}
