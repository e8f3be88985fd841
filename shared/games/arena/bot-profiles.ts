/** How bots fight: how well by their skill, and in which manner by their personality. */
import type { Personality, Skill } from './constants.ts';

/** What a skill makes of a bot. */
interface SkillProfile {
  /** How long somebody has been in sight before it shoots. */
  readonly reactionMs: number;
  /** How far off it aims at most, in 1024ths of a turn. */
  readonly spread: number;
  /** How often, from 0 to 1, it shoots where it could. */
  readonly trigger: number;
  /** How often it thinks of the railgun where that is ready. */
  readonly railgun: number;
  /** How often it gets out of the way of what comes flying. */
  readonly dodge: number;
  /** How much of a moving target's way it foresees, from 0 to 1. */
  readonly lead: number;
  /** It hides when it is as weak as this. */
  readonly caution: number;
}

/** What a personality makes of a bot: it adds to no skill, and takes none away. */
interface Style {
  /** It steps back from foes who are nearer than this. */
  readonly near: number;
  /** It goes to meet foes who are farther than this. */
  readonly far: number;
  /** So many times as often as others it thinks of the railgun. */
  readonly railgun: number;
  /** It hides so much earlier than others. */
  readonly caution: number;
  /** How often, while it goes its way, it dashes. */
  readonly hurry: number;
  /** Pads farther away than this are not worth the way. */
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
