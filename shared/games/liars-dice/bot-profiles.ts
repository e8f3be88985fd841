/** How bots play: how well by their skill, and in which manner by their personality. All numbers are chances. */
import type { Personality, Skill } from './constants.ts';

/** What a skill makes of a bot. */
interface SkillProfile {
  /** How far off it judges a chance at most. */
  readonly blur: number;
  /** How much it believes that who bids a face holds one more of it than by chance. */
  readonly trust: number;
  /** How often it bids what it does not have. */
  readonly bluff: number;
  /** How often it calls "spot on" where that is its best move. */
  readonly spotOn: number;
  /** Out of turn it challenges bids that are no likelier than this. */
  readonly outcry: number;
}

/** What a personality makes of a bot: none is so strong that it would make up for a skill. */
interface Style {
  /** So many times as often as others it bluffs. */
  readonly bluff: number;
  /** It bids as high as is still so likely. */
  readonly sure: number;
  /** So much likelier than they are it takes bids to be too high. */
  readonly doubt: number;
  /** So much likelier than they are it takes bids to be exactly right. */
  readonly dare: number;
  /** How often it shows what it thinks of a reveal. */
  readonly talk: number;
}

/** How one bot tends to play. */
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
