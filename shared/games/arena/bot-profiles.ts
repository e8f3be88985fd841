/** Bot profiles: a skill says how well a bot fights, a personality in which style. */
import type { Personality, Skill } from './constants.ts';

/** What a skill contributes to a profile. */
interface SkillProfile {
  /** How long an enemy has been in view before it shoots. */
  readonly reactionMs: number;
  /** Maximum aiming error, in 1024ths of a turn. */
  readonly spread: number;
  /** Chance, from 0 to 1, that it fires when it could. */
  readonly trigger: number;
  /** Chance that it considers the railgun when that is ready. */
  readonly railgun: number;
  /** Chance that it dodges incoming bullets. */
  readonly dodge: number;
  /** How much of a target's movement it leads, from 0 to 1. */
  readonly lead: number;
  /** Health and shield at or below which it takes cover. */
  readonly caution: number;
}

/** What a personality contributes: it makes a bot neither stronger nor weaker. */
interface Style {
  /** It backs away from enemies nearer than this. */
  readonly near: number;
  /** It closes in on enemies farther away than this. */
  readonly far: number;
  /** Factor on the chance of picking the railgun. */
  readonly railgun: number;
  /** Added to the skill's `caution`. */
  readonly caution: number;
  /** Chance of a dash at each decision while it roams. */
  readonly hurry: number;
  /** Pads farther away than this are ignored. */
  readonly detour: number;
}

export type BotProfile = SkillProfile & Style;

export const SKILL_PROFILES: Readonly<Record<Skill, SkillProfile>> = {
  easy: { reactionMs: 600, spread: 56, trigger: 0.35, railgun: 0.06, dodge: 0.05, lead: 0.4, caution: 0 },
  regular: { reactionMs: 400, spread: 30, trigger: 0.55, railgun: 0.1, dodge: 0.2, lead: 0.8, caution: 25 },
  sharp: { reactionMs: 220, spread: 16, trigger: 0.7, railgun: 0.12, dodge: 0.95, lead: 1, caution: 50 },
};

export const STYLES: Readonly<Record<Personality, Style>> = {
  hunter: { near: 900, far: 1_800, railgun: 0.3, caution: -15, hurry: 0.05, detour: 3_000 },
  sniper: { near: 1_900, far: 3_200, railgun: 5, caution: 0, hurry: 0.01, detour: 5_000 },
  skirmisher: { near: 1_400, far: 2_800, railgun: 1, caution: 0, hurry: 0.04, detour: 5_000 },
  guardian: { near: 1_600, far: 3_200, railgun: 1, caution: 15, hurry: 0.02, detour: 8_000 },
};

export function profileOf(skill: Skill, personality: Personality): BotProfile {
  const [ability, manner] = [SKILL_PROFILES[skill], STYLES[personality]];
  return {
    ...ability,
    ...manner,
    railgun: ability.railgun * manner.railgun,
    caution: ability.caution + manner.caution,
  };
}
